// The oracles: what no command may do, whatever it is given. Each says what it saw wrong, or nothing.
import type { Kind } from "./kind.ts";
import { differences, type Listing } from "./listing.ts";
import type { Ended } from "./program.ts";

/** All that is known of a trial when its commands have ended. */
export interface Observation {
  readonly kind: Pick<Kind, "codes" | "deaf" | "heals" | "lies" | "forbidden">;
  /** The commands of the trial, then the plain run that has to heal. */
  readonly ended: readonly Ended[];
  readonly again: Ended | undefined;
  /** What lay outside the store before and after. */
  readonly outside: readonly [before: Listing, after: Listing];
  readonly right: Listing;
  /** The results after the trial's commands, and after the plain run. */
  readonly results: readonly [after: Listing, again: Listing];
  /** Keys of records that are not among the right ones. */
  readonly falseKeys: readonly string[];
  /** Codes that README's table explains. */
  readonly documented: readonly number[];
  /** Processes that outlived the command that started them. */
  readonly orphans: readonly number[];
}

/** By name, as the counts of `deno task trials` show them. */
export const oracles = {
  "wrong result": wrongResult,
  "stack trace": stackTrace,
  "write outside": ({ outside: [before, after] }: Observation) =>
    some(differences(before, after), "Outside the store "),
  "undocumented exit code": undocumented,
  "no end in time": late,
  "process left behind": ({ orphans }: Observation) => some(orphans.map(String), "Still there: "),
  "broke out": brokeOut,
  "not healed": notHealed,
} as const satisfies Readonly<Record<string, (seen: Observation) => string | undefined>>;

/** The name of an oracle. */
export type OracleName = keyof typeof oracles;

/** A thing that an oracle saw, or what hindered a trial. */
export interface Wrong {
  readonly oracle: OracleName | "trial failed";
  readonly saw: string;
}

/** Everything that any oracle sees wrong. */
export function judge(seen: Observation): Wrong[] {
  return Object.entries(oracles).flatMap(([oracle, look]) => {
    const saw = look(seen);
    return saw === undefined ? [] : [{ oracle: oracle as OracleName, saw }];
  });
}

/** Code 0 has to mean right bytes under right keys; any other code has to come with a sentence. */
function wrongResult({ kind, ended, right, results: [after], falseKeys }: Observation) {
  if (falseKeys.length > 0) return some(falseKeys, "Records under keys that are not right: ");
  const silent = ended.find(({ code, output, signalled, late }) =>
    code !== 0 && !signalled && !late && !/\w.{9,}/.test(output)
  );
  if (silent !== undefined && !kind.deaf) {
    return `Code ${silent.code} and no sentence: ${tail(silent.output)}`;
  }
  if (kind.lies || !ended.some(isGoodRun)) return undefined;
  return some(differences(right, after), "Code 0, but in the results ");
}

function isGoodRun({ code, line }: Ended): boolean {
  return code === 0 && (line.words[0] === "reproduce" || line.words[0] === "report") &&
    !line.words.includes("--help");
}

const traces =
  /^\s*at .*(:\d+:\d+\)?|\(native\)|<anonymous>)$|error: Uncaught|error: \(in promise\)|panicked at|Deno has panicked|\[object Object\]|Segmentation fault|core dumped|RUST_BACKTRACE/m;

function stackTrace({ ended, again }: Observation) {
  const traced = [...ended, ...again ? [again] : []].find(({ output }) => traces.test(output));
  if (traced === undefined) return undefined;
  const line = traced.output.split("\n").find((text) => traces.test(text)) ?? "";
  return `${traced.line.words[0]} printed: ${firstError(traced.output) ?? line.trim()}`;
}

function firstError(output: string): string | undefined {
  return /^.*(error: |panicked).*$/m.exec(output)?.[0].slice(0, 300);
}

function undocumented({ kind, ended, documented }: Observation) {
  const allowed = kind.codes ?? documented;
  const other = ended.find((one) => !one.late && !allowed.includes(one.code) && !isAnswerless(one));
  return other && `Code ${other.code}, not ${allowed.join(", ")}: ${tail(other.output)}`;
}

/** SIGKILL cannot be answered, nor SIGTERM by a program that has not yet begun. */
function isAnswerless({ code, line, signalled, output }: Ended): boolean {
  if (!signalled) return false;
  return line.signal?.name === "KILL" ? code === 137 : code === 143 && output === "";
}

function late({ ended, again }: Observation) {
  const slow = [...ended, ...again ? [again] : []].find((one) => one.late);
  return slow && `${slow.line.words.join(" ")} had to be ended after ${Math.round(slow.seconds)} s`;
}

function brokeOut({ kind: { forbidden }, ended }: Observation) {
  const line = ended.flatMap(({ output }) => output.split("\n"))
    .find((text) => forbidden?.test(text));
  return line?.trim();
}

function notHealed({ kind, again, right, results: [, healed] }: Observation) {
  if (kind.heals === false || again === undefined) return undefined;
  if (again.code !== 0) return `A plain run ended with ${again.code}: ${tail(again.output)}`;
  return kind.lies ? undefined : some(differences(right, healed), "After a plain run ");
}

function some(sentences: readonly string[], head: string): string | undefined {
  if (sentences.length === 0) return undefined;
  const more = sentences.length > 3 ? ` and ${sentences.length - 3} more` : "";
  return `${head}${sentences.slice(0, 3).join("; ")}${more}`.slice(0, 600);
}

function tail(output: string): string {
  return output.trim().split("\n").slice(-3).join(" | ").slice(-400);
}

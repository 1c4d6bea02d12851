// `deno task trials --count n --seed s`: attacks a real store through the real command line, and counts what broke.
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { stream } from "../random/mod.ts";
import { type Ground, makeGround } from "./ground.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds.ts";
import { type OracleName, oracles } from "./oracles.ts";
import { type KindCount, reliabilityPage, type Session } from "./reliability_page.ts";
import { type Outcome, type Place, remove, tryOnce } from "./trial.ts";

interface Options {
  readonly count: number;
  readonly seed: number;
  /** Only kinds whose name has this text. */
  readonly kind: string;
  /** Only this trial of those that would be run, to repeat it. */
  readonly only: number | undefined;
  readonly keep: boolean;
  /** Write docs/reliability.md anew. */
  readonly write: boolean;
  readonly jobs: number;
}

interface Told extends Outcome {
  readonly place: Place;
}

/** Trial after trial in lanes; each failure is told when it is seen, the counts at the end. */
async function runTrials(options: Options): Promise<boolean> {
  const places = dealt(options, await documentedCodes());
  if (places.length === 0) throw new RangeError(`Cannot find a kind with '${options.kind}' to try`);
  const ground = await makeGround();
  const told: Told[] = [];
  const waiting = [...places.entries()]
    .filter(([index]) => options.only === undefined || index === options.only);
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      told.push(await tell(ground, next, options));
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  if (!options.keep) await remove(ground.folder);
  return await sum(told, options);
}

/** The kinds in turn: each comes once before one comes twice, in an order that the seed decides. */
function dealt({ count, seed, kind: part }: Options, documented: readonly number[]): Place[] {
  const chosen = kinds.filter(({ name }) => name.includes(part));
  const able = chosen.filter(({ lacks, name }) => {
    const lack = lacks?.();
    if (lack !== undefined) say(`Not tried: ${name}, as ${lack}`);
    return lack === undefined;
  });
  const order = [...stream("deal", seed).permutation(able.length)];
  return Array.from({ length: able.length === 0 ? 0 : count }, (_, index) => {
    const kind = able[order[index % able.length] as number] as Kind;
    return { kind, seed, turn: Math.floor(index / able.length), documented };
  });
}

/** A defect of a kind costs its trial and not the session; it counts as wrong. */
function untried(error: unknown): Outcome {
  const saw = error instanceof Error ? error.stack ?? error.message : String(error);
  return { did: "the trial itself", wrongs: [{ oracle: "trial failed", saw }], ended: [] };
}

async function tell(ground: Ground, [index, place]: [number, Place], options: Options) {
  const outcome = await tryOnce(ground, place, options.keep).catch(untried);
  const repeat = `${commandOf(options)} --only ${index}`;
  for (const { oracle, saw } of outcome.wrongs) {
    say(`${oracle}: ${place.kind.name}: ${outcome.did}\n    ${saw}\n    again: ${repeat}`);
  }
  if (options.only !== undefined) {
    for (const { line, code, output, seconds } of outcome.ended) {
      say(`${line.words.join(" ")}: code ${code}, ${seconds.toFixed(1)} s\n${output}`);
    }
  }
  return { ...outcome, place };
}

/** The counts by kind, and the last line that says it all; with `--write`, the page as well. */
async function sum(told: readonly Told[], options: Options): Promise<boolean> {
  const rows = countsByKind(told);
  for (const { kind, tried, wrong } of rows) say(`${kind.name}: ${tried} tried, ${wrong} wrong`);
  const seen = countsByOracle(told);
  const bad = told.filter(({ wrongs }) => wrongs.length > 0).length;
  const each = Object.entries(seen).map(([oracle, count]) => `${oracle}: ${count}`).join(", ");
  say(`${told.length} trials with seed ${options.seed}, ${bad} wrong (${each})`);
  if (options.write) {
    await writePage({ command: commandOf(options), where: here(), rows, oracles: seen });
  }
  return bad === 0;
}

/** In the order of the table. */
function countsByKind(told: readonly Told[]): KindCount[] {
  const tried = (kind: Kind) => told.filter(({ place }) => place.kind === kind);
  return kinds.filter((kind) => tried(kind).length > 0).map((kind) => ({
    kind,
    tried: tried(kind).length,
    wrong: tried(kind).filter(({ wrongs }) => wrongs.length > 0).length,
  }));
}

function countsByOracle(told: readonly Told[]): Record<OracleName, number> {
  const counts = (Object.keys(oracles) as OracleName[]).map((oracle) => [
    oracle,
    told.filter(({ wrongs }) => wrongs.some((one) => one.oracle === oracle)).length,
  ]);
  return Object.fromEntries(counts);
}

async function writePage(session: Session): Promise<void> {
  const path = fileURLToPath(new URL("../docs/reliability.md", import.meta.url));
  await Deno.writeTextFile(path, reliabilityPage(session));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] }).output();
}

/** The day and the machine, for the page. */
function here(): string {
  const user = Deno.uid() === 0 ? "root" : "an ordinary user";
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Linux ${Deno.osRelease()}, ${navigator.hardwareConcurrency} cores, as ${user}`;
}

function commandOf({ count, seed, kind }: Options): string {
  return `deno task trials --count ${count} --seed ${seed}${
    kind === "" ? "" : ` --kind '${kind}'`
  }`;
}

/** The codes of README's table. */
async function documentedCodes(): Promise<number[]> {
  const readme = await Deno.readTextFile(fileURLToPath(new URL("../README.md", import.meta.url)));
  return [...readme.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`--${name} must be a whole number, not '${text}'`);
}

function optionsOf(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      count: { type: "string", default: "40" },
      seed: { type: "string", default: "1" },
      kind: { type: "string", default: "" },
      only: { type: "string" },
      jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
      keep: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  return {
    count: whole("count", values.count),
    seed: whole("seed", values.seed),
    kind: values.kind,
    only: values.only === undefined ? undefined : whole("only", values.only),
    jobs: whole("jobs", values.jobs),
    keep: values.keep,
    write: values.write,
  };
}

if (import.meta.main) {
  try {
    Deno.exit(await runTrials(optionsOf(Deno.args)) ? 0 : 1);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    say(error.message);
    Deno.exit(2);
  }
}

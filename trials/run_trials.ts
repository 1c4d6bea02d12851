// `deno task trials --count n --seed s`: attacks a real store through the real command line, and counts what broke.
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { stream } from "../random/mod.ts";
import { type Ground, makeGround } from "./ground.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds.ts";
import { type OracleName, oracles } from "./oracles.ts";
import { type Outcome, type Place, tryOnce } from "./trial.ts";

interface Options {
  readonly count: number;
  readonly seed: number;
  /** Only kinds whose name has this text. */
  readonly kind: string;
  /** Only this trial of those that would be run, to repeat it. */
  readonly only: number | undefined;
  readonly keep: boolean;
  readonly jobs: number;
}

interface Told extends Outcome {
  readonly place: Place;
}

/** Trial after trial in lanes; each failure is told when it is seen, the counts at the end. */
async function runTrials(options: Options): Promise<boolean> {
  const places = dealt(options, await documentedCodes());
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
  if (!options.keep) await Deno.remove(ground.folder, { recursive: true });
  return sum(told, options);
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

async function tell(ground: Ground, [index, place]: [number, Place], options: Options) {
  const outcome = await tryOnce(ground, place, options.keep);
  const repeat = `deno task trials --count ${options.count} --seed ${options.seed}${
    options.kind === "" ? "" : ` --kind '${options.kind}'`
  } --only ${index}`;
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

/** The counts by kind, and the last line that says it all. */
function sum(told: readonly Told[], { seed }: Options): boolean {
  const byKind = Map.groupBy(told, ({ place }) => place.kind.name);
  for (const [name, of] of [...byKind].sort()) {
    const wrong = of.filter(({ wrongs }) => wrongs.length > 0).length;
    const seconds = of.reduce((total, one) => total + one.seconds, 0) / of.length;
    say(`${name}: ${of.length} tried, ${wrong} wrong (${seconds.toFixed(1)} s each)`);
  }
  const seen = (Object.keys(oracles) as OracleName[]).map((oracle) => {
    const count = told.filter(({ wrongs }) => wrongs.some((one) => one.oracle === oracle)).length;
    return `${oracle}: ${count}`;
  });
  const bad = told.filter(({ wrongs }) => wrongs.length > 0).length;
  say(`${told.length} trials with seed ${seed}, ${bad} wrong (${seen.join(", ")})`);
  return bad === 0;
}

/** The codes of README's table. */
async function documentedCodes(): Promise<number[]> {
  const readme = await Deno.readTextFile(fileURLToPath(new URL("../README.md", import.meta.url)));
  return [...readme.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
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
    },
  });
  return {
    count: Number(values.count),
    seed: Number(values.seed),
    kind: values.kind,
    only: values.only === undefined ? undefined : Number(values.only),
    jobs: Number(values.jobs),
    keep: values.keep,
  };
}

if (import.meta.main) Deno.exit(await runTrials(optionsOf(Deno.args)) ? 0 : 1);

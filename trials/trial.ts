// One trial from its beginning to its end: a copy, the damage, the commands, and what the oracles say.
import { join } from "node:path";
import { stream } from "../random/mod.ts";
import { type Ground, namesOf, studyName } from "./ground.ts";
import { type Kind, reproduce, type Trial } from "./kind.ts";
import { digestsIn, listingOf } from "./listing.ts";
import { judge, type Observation, type Wrong } from "./oracles.ts";
import { endAll, type Ended, leftBehind, type Line, run, type Standing } from "./program.ts";

/** Which trial: the kind's `turn`-th of the session with this seed. */
export interface Place {
  readonly kind: Kind;
  readonly seed: number;
  readonly turn: number;
  readonly documented: readonly number[];
}

/** What came of a trial. */
export interface Outcome {
  readonly did: string;
  readonly wrongs: readonly Wrong[];
  readonly ended: readonly Ended[];
}

/** Runs one trial in a folder of its own, which is gone afterwards unless `keep`. */
export async function tryOnce(ground: Ground, place: Place, keep: boolean): Promise<Outcome> {
  const trial = await beginTrial(ground, place);
  try {
    const did = await place.kind.damage(trial);
    const observation = await observe(trial, place);
    const ended = [...observation.ended, ...observation.again ? [observation.again] : []];
    return { did, wrongs: judge(observation), ended };
  } finally {
    if (!keep) await remove(trial.folder);
  }
}

async function beginTrial(ground: Ground, { kind, seed, turn }: Place): Promise<Trial> {
  const folder = await Deno.makeTempDir({ dir: ground.folder, prefix: "trial-" });
  const [store, around] = [join(folder, "store"), join(folder, "around")];
  await copyFolder(ground.store, store);
  await makeAround(folder, around);
  const draws = stream("trial", seed, kind.name, turn);
  const start = stream("turn", seed, kind.name).below(1e6);
  return {
    ground,
    folder,
    store,
    around,
    draws,
    study: ground.study,
    turn: (list) => list[(start + turn) % list.length] as (typeof list)[number],
    any: (list) => list[draws.below(list.length)] as (typeof list)[number],
  };
}

/** What nobody may touch: files and folders beside the store, and a home. */
async function makeAround(folder: string, around: string): Promise<void> {
  for (const made of [join(around, "folder", "inner"), join(folder, "home"), join(folder, "tmp")]) {
    await Deno.mkdir(made, { recursive: true });
  }
  const texts = { "secret.txt": "a secret", "data.json": "{}\n", "folder/inner/deep.txt": "deep" };
  for (const [name, text] of Object.entries(texts)) {
    await Deno.writeTextFile(join(around, name), `${text}\n`);
  }
}

/** With `cp`, since it copies nothing where the file system can share. */
export async function copyFolder(from: string, to: string): Promise<void> {
  const args = ["-r", "--reflink=auto", from, to];
  const { success, stderr } = await new Deno.Command("cp", { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function observe(trial: Trial, { kind, documented }: Place): Promise<Observation> {
  const { ground, folder } = trial;
  const environment = {
    ...ground.environment,
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
  };
  const standing: Standing = { checkout: ground.checkout, folder, environment };
  const before = outsideOf(trial);
  const lines = kind.lines?.(trial) ?? [reproduce(trial)];
  const store = storeIn(lines) ?? trial.store;
  const results = join(store, "results", studyName);
  const ended = await Promise.all(lines.map((line) => run(line, standing)));
  const orphans = await leftBehind(folder);
  endAll(orphans);
  const after = digestsIn(results);
  const again = kind.heals === false
    ? undefined
    : await run(reproduce({ ...trial, store }), standing);
  return {
    kind,
    ended,
    again,
    orphans,
    documented,
    outside: [before, outsideOf(trial)],
    right: ground.results,
    results: [after, digestsIn(results)],
    falseKeys: namesOf(store).filter((name) => !ground.keys.has(name)),
  };
}

/** The store that a command names, where it is not simply the trial's. */
function storeIn(lines: readonly Line[]): string | undefined {
  const words = lines.flatMap((line) => line.words).filter((word) => word.startsWith("--store="));
  return words[0]?.slice("--store=".length);
}

/** Everything of the trial's folder but the store and the folder for temporary files. */
function outsideOf({ folder }: Trial) {
  return listingOf(folder, ["store", "tmp"]);
}

/** With `rm`, which needs no path for a folder three thousand deep; a trial may have taken rights away. */
export async function remove(folder: string): Promise<void> {
  await new Deno.Command("chmod", { args: ["-R", "u+rwX", folder], stderr: "null" }).output();
  const { success, stderr } = await new Deno.Command("rm", { args: ["-rf", folder] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

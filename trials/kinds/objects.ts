// Kinds that damage objects: wrong, missing, cut, longer, swapped, linked; with their times as they were.
import { join } from "node:path";
import type { Kind, Trial } from "../kind.ts";
import { filesIn } from "../listing.ts";
import { rewrite } from "../store_files.ts";

type Damage = (path: string, trial: Trial) => void;

const damages: Readonly<Record<string, Damage>> = {
  "a flipped bit": (path, { draws }) => {
    const bytes = Deno.readFileSync(path);
    const place = draws.below(bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << draws.below(8));
    rewrite(path, bytes);
  },
  "cut": (path, { draws }) => {
    const bytes = Deno.readFileSync(path);
    rewrite(path, bytes.subarray(0, draws.below(bytes.length)));
  },
  "empty": (path) => rewrite(path, ""),
  "longer by a byte": (path) => rewrite(path, new Uint8Array([...Deno.readFileSync(path), 0])),
  "zeros of the same size": (path) => {
    const { size } = Deno.statSync(path);
    rewrite(path, "");
    Deno.truncateSync(path, size);
  },
  "removed": (path) => Deno.removeSync(path),
  "its folder removed": (path) => Deno.removeSync(join(path, ".."), { recursive: true }),
  "a hard link to a file outside": (path, { around }) => {
    Deno.removeSync(path);
    Deno.linkSync(join(around, "secret.txt"), path);
  },
  "no right to read": (path) => Deno.chmodSync(path, 0),
};

/** Objects by path, sorted. */
function objectsOf({ store }: Trial): string[] {
  return filesIn(join(store, "objects")).map((path) => join(store, "objects", path));
}

/** Does it, and sets the times back as bit rot leaves them. */
function keepingTimes(path: string, action: () => void): void {
  const { atime, mtime } = Deno.statSync(path);
  action();
  try {
    if (Deno.lstatSync(path).nlink === 1) Deno.utimeSync(path, atime ?? 0, mtime ?? 0);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function swap(one: string, other: string): void {
  Deno.renameSync(one, `${one}.x`);
  Deno.renameSync(other, one);
  Deno.renameSync(`${one}.x`, other);
}

export const objectKinds: readonly Kind[] = [
  {
    name: "object: damaged",
    tries: "one object flipped, cut, empty, longer, zeroed, removed, linked, or not to be read",
    damage: (trial) => {
      const path = trial.any(objectsOf(trial));
      const what = trial.turn(Object.keys(damages));
      keepingTimes(path, () => damages[what]?.(path, trial));
      return `${path.slice(-64, -56)}…: ${what}`;
    },
  },
  {
    name: "object: several damaged",
    tries: "a third of the objects damaged in different ways",
    damage: (trial) => {
      const paths = objectsOf(trial);
      const some = [...trial.draws.subset(paths.length, Math.ceil(paths.length / 3))];
      for (const index of some) {
        const path = paths[index] as string;
        const what = trial.any([
          "a flipped bit",
          "cut",
          "empty",
          "zeros of the same size",
          "removed",
        ]);
        keepingTimes(path, () => damages[what]?.(path, trial));
      }
      return `${some.length} of ${paths.length} objects`;
    },
  },
  {
    name: "object: two swapped",
    tries: "two objects that have each other's names",
    damage: (trial) => {
      const [one, other] = trial.draws.subset(objectsOf(trial).length, 2);
      const paths = objectsOf(trial);
      swap(paths[one ?? 0] as string, paths[other ?? 1] as string);
      return `objects ${one} and ${other} of ${paths.length}`;
    },
  },
  {
    name: "store: other times",
    tries: "all files of the store from 1970, from 2100, or all of one moment",
    codes: [0],
    damage: (trial) => {
      const time = trial.turn(["@0", "2100-01-01", "now", "@1"]);
      const { success } = new Deno.Command("find", {
        args: [trial.store, "-exec", "touch", "-h", "-d", time, "{}", "+"],
      }).outputSync();
      if (!success) throw new Error(`Cannot touch ${trial.store}`);
      return time;
    },
  },
  {
    name: "object: damaged, read by show and export",
    tries: "the same, met by the commands that only read",
    damage: (trial) => {
      const path = trial.any(objectsOf(trial));
      const what = trial.turn(Object.keys(damages));
      damages[what]?.(path, trial);
      return `${path.slice(-64, -56)}…: ${what}`;
    },
    lines: (trial) => {
      const node = "train:tiny/digits/lora/seed=12";
      const of = ["--study", trial.study, "--store", trial.store];
      return [
        { words: ["show", node, ...of] },
        { words: ["export", node, join(trial.folder, "tmp", "exported"), ...of] },
        { words: ["report", trial.study, "--store", trial.store] },
      ];
    },
  },
];

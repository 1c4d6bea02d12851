// What may lie where a store has a file or a folder, and where it may lie.
import { dirname, join } from "node:path";
import { studyName } from "../ground.ts";
import type { Trial } from "../kind.ts";
import { exists, filesIn } from "../listing.ts";

/** The folders of a store that a run looks into or writes to. */
export const folders = [
  "objects",
  "records",
  "nodes",
  "code",
  "memo",
  "runs",
  "leases",
  "partial",
  "quarantine",
  "scratch",
  "results",
  `results/${studyName}`,
];

/** Files of a store, family by family. */
export const families = ["objects", "records", "nodes", "code", "memo", `results/${studyName}`];

/** What a file is replaced by; the path is free, its folder is there. */
export const strangeFiles: Readonly<Record<string, (path: string, trial: Trial) => void>> = {
  "a folder": (path) => Deno.mkdirSync(path),
  "a folder that holds a file": (path) => {
    Deno.mkdirSync(path);
    Deno.writeTextFileSync(join(path, "inner"), "x");
  },
  "a link to a file outside": (path, { around }) => Deno.symlinkSync(`${around}/data.json`, path),
  "a link to a folder outside": (path, { around }) => Deno.symlinkSync(`${around}/folder`, path),
  "a link that leads nowhere": (path, { around }) => Deno.symlinkSync(`${around}/nothing`, path),
  "a link to itself": (path) => Deno.symlinkSync(path, path),
  "a link to /dev/zero": (path) => Deno.symlinkSync("/dev/zero", path),
  "a FIFO": (path) => command("mkfifo", path),
  "a socket": (path) => Deno.listen({ transport: "unix", path }).close(),
  "an empty file": (path) => Deno.writeTextFileSync(path, ""),
  "a file of 1 TB without blocks": (path) => {
    Deno.writeTextFileSync(path, "");
    Deno.truncateSync(path, 2 ** 40);
  },
};

/** What a folder is replaced by. */
export const strangeFolders: Readonly<Record<string, (path: string, trial: Trial) => void>> = {
  "a file": (path) => Deno.writeTextFileSync(path, "x"),
  "a link to a folder outside": (path, { around }) => Deno.symlinkSync(`${around}/folder`, path),
  "a link that leads nowhere": (path, { around }) => Deno.symlinkSync(`${around}/nothing`, path),
  "a link to itself": (path) => Deno.symlinkSync(path, path),
  "a FIFO": (path) => command("mkfifo", path),
};

/** Runs a tool of the system. */
export function command(name: string, ...args: string[]): void {
  const { success, stderr } = new Deno.Command(name, { args }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** A plain file of a family; an object where the family is empty. */
export function fileIn(trial: Trial, family: string): string {
  const found = filesIn(join(trial.store, family));
  return found.length === 0 ? fileIn(trial, "objects") : join(family, trial.any(found));
}

/** Puts a stranger where a file or folder of the store was. */
export function put(
  trial: Trial,
  path: string,
  stranger: (path: string, trial: Trial) => void,
): void {
  const whole = join(trial.store, path);
  if (exists(whole)) Deno.removeSync(whole, { recursive: true });
  Deno.mkdirSync(dirname(whole), { recursive: true });
  stranger(whole, trial);
}

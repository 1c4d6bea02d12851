// A copy of the working tree in a folder of its own: what end-to-end tests edit, run and throw away.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a command left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WorkingCopy {
  readonly folder: string;
  /** Replaces one piece of text in a file; throws if it is not there exactly once. */
  edit(file: string, before: string, after: string): Promise<void>;
  /** Runs `cairn` of this copy. */
  cairn(...args: string[]): Promise<Finished>;
  remove(): Promise<void>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Copies tracked and new files (not what git ignores) to `<temporary>/<name>`. */
export async function workingCopy(name = "cairn"): Promise<WorkingCopy> {
  const parent = await Deno.makeTempDir({ prefix: "cairn-copy-" });
  const folder = join(parent, name);
  for (const file of await files()) await copy(join(root, file), join(folder, file));
  return {
    folder,
    edit: (file, before, after) => edit(join(folder, file), before, after),
    cairn: (...args) => cairn(folder, args),
    remove: () => Deno.remove(parent, { recursive: true }),
  };
}

async function files(): Promise<string[]> {
  const git = new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd: root,
  });
  const { stdout } = await git.output();
  const listed = new TextDecoder().decode(stdout).split("\0").filter((file) => file !== "");
  return listed.filter((file) => !file.startsWith("artifacts/published/"));
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, to);
}

async function edit(path: string, before: string, after: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  const places = text.split(before).length - 1;
  if (places !== 1) throw new Error(`Cannot edit ${path}: "${before}" is there ${places} times`);
  await Deno.writeTextFile(path, text.replace(before, () => after));
}

/** Runs the program of a folder as a user does, without colours. */
export async function cairn(folder: string, args: readonly string[]): Promise<Finished> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "cli.ts", ...args],
    cwd: folder,
    env: { NO_COLOR: "1", INIT_CWD: folder },
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

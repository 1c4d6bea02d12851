// Documents and comments name files of the project; each of them is there.
import assert from "node:assert/strict";
import { basename, dirname, normalize } from "node:path/posix";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Relative POSIX paths of the project's files, as git knows them. */
async function projectFiles(): Promise<string[]> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd: root,
  }).output();
  const listed = new TextDecoder().decode(stdout).split("\0").filter((path) => path !== "");
  const present = await Promise.all(listed.map(async (path) => await isFile(path) ? [path] : []));
  return present.flat();
}

/** Not where a file was removed, and that is not yet committed. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(`${root}${path}`)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What of a file is written for people: comments of code; of a document all but examples of a terminal. */
function proseOf(path: string, text: string): string {
  if (path.endsWith(".md")) return text.replaceAll(/^```[^]*?^```/gm, "");
  const comments = text.split("\n").map((line) => /(?:^\s*\/?\*|\/\/)(.*)/.exec(line)?.[1] ?? "");
  return comments.join("\n");
}

/** `room/file.ts`, `room/folder/`, and `file.ts` alone; not what lies elsewhere, as in `path/to/file.ts`. */
function pathsIn(prose: string, rooms: ReadonlySet<string>): string[] {
  const words = prose.matchAll(
    /(?<![\w./$-])[\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|md|json))(?![\w/<*-])/g,
  );
  return [...words].map(([word]) => word).filter((word) => {
    const [first = ""] = word.split("/");
    return first === word ? word.endsWith(".ts") : rooms.has(first);
  });
}

function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

Deno.test("pathsIn() finds files and folders of rooms, and names of code alone", () => {
  const prose = "see `stages/train.ts`, `data/`, graph.ts; not path/to/x.ts, stages/<id>/, ./x.ts";
  const rooms = new Set(["stages", "data"]);
  assert.deepEqual(pathsIn(prose, rooms), ["stages/train.ts", "data/", "graph.ts"]);
});

Deno.test("proseOf() takes comments of code, and of documents no examples", () => {
  assert.equal(
    proseOf("a.ts", 'read("x.ts"); // as b.ts\n/** c.ts */').trim(),
    "as b.ts\n* c.ts */",
  );
  assert.equal(proseOf("a.md", "a.ts\n```text\nb.ts\n```\nc.ts"), "a.ts\n\nc.ts");
});

/** Written by a run, by the setup of an engine, or given beside a checkout. */
const elsewhere = /^(?:artifacts\/(?!README|published)|engine\/[\w-]+\/native\/)/;

Deno.test("every file that a document or a comment names is there", async () => {
  const files = await projectFiles();
  const folders = foldersOf(files);
  const rooms = new Set([...folders].filter((folder) => !folder.includes("/")));
  const known = new Set([...files, ...folders, ...files.map((file) => basename(file))]);
  const readers = files.filter((file) =>
    /\.(?:ts|md)$/.test(file) && !/^artifacts\/published|^tests\//.test(file)
  );
  const named: string[] = [];
  const missing: string[] = [];
  for (const file of readers) {
    const prose = proseOf(file, await Deno.readTextFile(`${root}${file}`));
    for (const path of pathsIn(prose, rooms).filter((path) => !elsewhere.test(path))) {
      named.push(path);
      const plain = path.replace(/\/$/, "");
      const there = known.has(plain) || known.has(normalize(`${dirname(file)}/${plain}`));
      if (!there) missing.push(`${file} names ${path}`);
    }
  }
  assert.deepEqual(missing, []);
  assert.ok(named.length > 150, `${named.length} were found`);
});

// Tests of reading what others made: a sentence for whatever is no plain file, and nothing is waited for.
import assert from "node:assert/strict";
import { join } from "node:path";
import { readForeignFile, readTokenizerFiles } from "../../data/mod.ts";
import { inFolder } from "../support/stage_work.ts";

async function pipe(path: string): Promise<void> {
  await new Deno.Command("mkfifo", { args: [path] }).output();
}

const strange: readonly [string, (path: string) => Promise<unknown>, RegExp][] = [
  ["a folder", (path) => Deno.mkdir(path), /^no-plain-file: Cannot read .* no plain file$/],
  ["a pipe", pipe, /^no-plain-file: /],
  ["a link to a device", (path) => Deno.symlink("/dev/zero", path), /^no-plain-file: /],
  ["a link to itself", (path) => Deno.symlink(path, path), /^unreadable-file: .*symbolic links$/],
  ["a link to nothing", (path) => Deno.symlink("/nowhere/at/all", path), /^no-file: Cannot find/],
  [
    "a file of a terabyte",
    async (path) => {
      await Deno.writeTextFile(path, "");
      await Deno.truncate(path, 2 ** 40);
    },
    /^large-file: .* has 1099511627776 bytes/,
  ],
];

for (const [title, make, message] of strange) {
  Deno.test(`readForeignFile() refuses ${title}`, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "tokenizer_config.json");
      await make(path);
      const read = await readForeignFile(path);
      assert.ok(!read.ok);
      assert.match(`${read.reason}: ${read.message}`, message);
    });
  });
}

Deno.test("readTokenizerFiles() names a file of the folder that is none, and takes one that is absent for absent", async () => {
  await inFolder(async (folder) => {
    assert.deepEqual(await readTokenizerFiles(folder), { ok: true, value: {} });
    await pipe(join(folder, "tokenizer_config.json"));
    const read = await readTokenizerFiles(folder);
    assert.ok(!read.ok && /tokenizer_config\.json as it is no plain file$/.test(read.message));
  });
});

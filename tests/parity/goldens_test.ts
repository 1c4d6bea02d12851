// Every case of the reference folders passes: what `cairn parity` says of them.
import assert from "node:assert/strict";
import { checkCase } from "../../parity/mod.ts";
import { eachCase, referenceFolders } from "../support/reference_folders.ts";

const folders = await referenceFolders();

eachCase(folders, (folder, golden) => {
  Deno.test(`${golden.id} of ${folder.name} passes`, async () => {
    const { verdict, checks, message } = await checkCase(folder.path, golden);
    const failed = checks.filter((check) => check.verdict === "fail");
    assert.equal(verdict, "pass", message ?? JSON.stringify(failed, null, 1));
  });
});

Deno.test("the committed selection has a case of every kind", () => {
  const [committed] = folders;
  const selected = new Set(committed?.cases.map(({ kind }) => kind));
  assert.deepEqual(
    new Set(folders.flatMap(({ cases }) => cases).map(({ kind }) => kind)),
    selected,
  );
});

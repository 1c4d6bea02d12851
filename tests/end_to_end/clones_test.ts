// The same study in two folders, one with a blank in its name, with one job and with two: equal bytes.
import assert from "node:assert/strict";
import { join } from "node:path";
import { reproduceSmoke, resultDigests } from "../support/smoke_run.ts";
import { workingCopy } from "../support/working_copy.ts";

Deno.test("two clones give byte-identical results, whatever their folders, jobs and threads", async () => {
  const plain = await workingCopy("cairn");
  const blank = await workingCopy("a cairn of stones");
  try {
    const first = await reproduceSmoke(plain.folder, "--jobs", "1");
    const second = await reproduceSmoke(blank.folder, "--jobs", "2", "--threads", "2");
    assert.equal(first.code, 0, first.stderr);
    assert.equal(second.code, 0, second.stderr);
    const digests = await resultDigests(join(plain.folder, "artifacts"));
    assert.ok(Object.keys(digests).includes("MANIFEST.json"));
    assert.deepEqual(await resultDigests(join(blank.folder, "artifacts")), digests);
  } finally {
    await plain.remove();
    await blank.remove();
  }
});

// Tests of the process that reads what others made: it is ended when it is late, and started again.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { foreignFiles } from "../../cli/foreign_files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const golden = { id: "a", kind: "smell", checks: {} };

Deno.test("ask() ends a process that is late, in a sentence, and starts another", async () => {
  const files = foreignFiles({ engine: "onnx", root, limitMs: 1 });
  for (const _ of [1, 2]) {
    const late = await files.ask({ kind: "check", folder: root, golden });
    assert.ok(!late.ok && late.reason === "process-late");
    assert.match(late.message, /took longer than 0\.001 s$/);
  }
  files.close();
});

Deno.test("ask() answers one question after the other from one process", async () => {
  const files = foreignFiles({ engine: "onnx", root });
  for (const id of ["a", "b"]) {
    const answer = await files.ask({ kind: "check", folder: root, golden: { ...golden, id } });
    assert.ok(answer.ok && answer.value.id === id);
    assert.match(answer.value.message ?? "", /^Unknown kind 'smell'/);
  }
  files.close();
});

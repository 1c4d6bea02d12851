// Tests that the cases of the training-step bench are the same step in every engine of ours.
import { ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readCase } from "../../bench/step/case_files.ts";
import { writeCase } from "../../bench/step/case_folder.ts";
import { eagerSession } from "../../bench/step/eager_session.ts";
import { stepping } from "../../bench/step/stepping.ts";
import { openSession } from "../../engine/run.ts";

Deno.test("a case's graph and its eager plan have the same loss and gradient", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cairn-bench-test-" });
  await writeCase({ model: "vit-mini", method: "lora" }, folder);
  const files = await readCase(folder);
  const graph = await Deno.readFile(join(folder, "train.onnx"));
  const session = await openSession(graph, { threads: 1, folder });
  const traced = await stepping("", session, files).check();
  const eager = await stepping("", await eagerSession(files, "cpu"), files).check();
  await session.close();
  await Deno.remove(folder, { recursive: true });
  strictEqual(traced.loss.toFixed(5), eager.loss.toFixed(5));
  ok(Math.abs(traced.gradientNorm - eager.gradientNorm) < 1e-4 * eager.gradientNorm);
});

// The same cell trained in two processes, with one and two threads, in two folders: the same bytes.
//
// Processes of their own, since ONNX Runtime keeps one pool of threads a process.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MethodName } from "../../adapters/mod.ts";
import { digestsOf, type Files, inFolder } from "../support/stage_work.ts";
import { cellInputs, tinyCell, usualTraining } from "../support/tiny_cell.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = fileURLToPath(new URL("train_in_process.ts", import.meta.url));

/** Wide enough for ONNX Runtime to divide the work between threads; a batch of 16 has 112 words. */
const sized = (width: number) => (
  { "hidden_size": width, "intermediate_size": 4 * width, "num_attention_heads": 4 }
);

async function trained(
  folder: string,
  { inputs, threads }: { inputs: Files; threads: number },
): Promise<Record<string, string>> {
  const job = { folder, inputs, threads, parameters: { ...usualTraining, chainEvery: 2 } };
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, JSON.stringify(job)],
    cwd: root,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return await digestsOf(JSON.parse(new TextDecoder().decode(stdout)));
}

async function assertDeterministic(method: MethodName, width: number): Promise<void> {
  await inFolder(async (folder) => {
    const inject = { method, links: 2, batch: 16 };
    const cell = await tinyCell(folder, { kind: "texts", config: sized(width), inject });
    const inputs = cellInputs(cell);
    const first = await trained(folder, { inputs, threads: 1 });
    assert.equal(Object.keys(first).length, 4);
    const other = join(folder, "another folder");
    await Deno.mkdir(other);
    assert.deepEqual(await trained(other, { inputs, threads: 1 }), first);
    assert.deepEqual(await trained(other, { inputs, threads: 2 }), first);
  });
}

for (const method of ["fft", "cola"] as MethodName[]) {
  Deno.test(`train of ${method} gives equal bytes in two processes, with 1 and 2 threads, in two folders`, async () => {
    await assertDeterministic(method, 96);
  });
}

// A product that is wider than high, with long sums, must not be blocked by what a thread gets of it.
Deno.test("train of a model wider than its batch has words gives equal bytes with 1 and 2 threads", async () => {
  await assertDeterministic("fft", 128);
});

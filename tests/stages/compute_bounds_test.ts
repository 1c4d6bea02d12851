// compute_bounds: what it hands to the measures, and what it makes of a cell without an update.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type BoundEntry, boundOf, type MethodName, methods } from "../../adapters/mod.ts";
import { generalizationBound, matrix, spectrum, theorem1 } from "../../analysis/mod.ts";
import type { SpectrumDocument } from "../../stages/analyze_spectrum.ts";
import type { AdapterCard } from "../../stages/cards.ts";
import { type Bounds, computeBounds } from "../../stages/compute_bounds.ts";
import { type Files, inFolder, readDocument, runStage } from "../support/stage_work.ts";

const entryOf = (method: MethodName) => boundOf(method, methods[method], {});

const adapted = [
  { module: "query", letter: "q", in: 4, out: 2 },
  { module: "value", letter: "v", in: 4, out: 3 },
];
const card = { adapted, rank: 2, links: 3 } as unknown as AdapterCard;

const of = (rows: number, scale: number) =>
  spectrum(
    matrix(rows, 4, Float64Array.from({ length: rows * 4 }, (_, i) => scale * Math.cos(i + 1))),
  );

const moved: SpectrumDocument = {
  thresholds: [],
  matrices: adapted.map(({ module, out }) => (
    { module, base: of(out, 1), update: of(out, 0.25) }
  )),
};

async function boundsOf(
  folder: string,
  { method, document = moved }: { method: MethodName; document?: SpectrumDocument },
): Promise<Bounds> {
  const inputs = await written(folder, {
    adapter: card,
    data: { counts: { train: 40, validation: 5, test: 7 } },
    evaluation: { generalizationError: 0.125 },
    spectrum: document,
  });
  const files = await runStage(computeBounds, folder, {
    parameters: { bound: entryOf(method) },
    inputs,
  });
  return await readDocument(files["bounds.json"]);
}

async function written(folder: string, documents: Record<string, unknown>): Promise<Files> {
  const paths: Record<string, string> = {};
  for (const [name, document] of Object.entries(documents)) {
    paths[name] = join(folder, `${name}.json`);
    await Deno.writeTextFile(paths[name], JSON.stringify(document));
  }
  return paths;
}

for (const method of ["fft", "lora", "cola", "asym", "rac", "cla", "c3la", "paca"] as const) {
  Deno.test(`compute_bounds gives ${method} the entry of Table 1 for its training examples`, async () => {
    await inFolder(async (folder) => {
      const { table1, generalizationError } = await boundsOf(folder, { method });
      const setting = { matrices: adapted, rank: 2, links: 3, bits: 32, sigma: 1, examples: 40 };
      assert.deepEqual(table1, generalizationBound(entryOf(method) as BoundEntry, setting));
      assert.equal(generalizationError, 0.125);
    });
  });
}

Deno.test("compute_bounds counts a chain's links and both factors of LoRA", async () => {
  await inFolder(async (folder) => {
    const parametersOf = async (method: MethodName) =>
      (await boundsOf(folder, { method })).table1?.parameters;
    assert.equal(await parametersOf("asym"), 2 * (2 + 3));
    assert.equal(await parametersOf("rac"), 3 * 2 * (2 + 3));
    assert.equal(await parametersOf("lora"), 2 * (6 + 7));
  });
});

Deno.test("compute_bounds takes the adapted matrices as one chain of linear maps (Theorem 1)", async () => {
  await inFolder(async (folder) => {
    const bounds = (await boundsOf(folder, { method: "lora" })).theorem1;
    const layers = moved.matrices.map(({ base, update }) => ({
      base: base.spectralNorm,
      update: update?.spectralNorm ?? NaN,
      lipschitz: 1,
      offset: 0,
    }));
    assert.deepEqual(bounds, theorem1({ layers, inputNorm: 1, lossLipschitz: 1 }));
    const [first, second] = layers.map(({ base, update }) => [base, update]);
    const [[a = 0, b = 0], [c = 0, d = 0]] = [first ?? [], second ?? []];
    assert.ok(Math.abs(bounds.phiUpdate - 2 * ((a + b) * (c + d) - a * c)) < 1e-12);
    assert.ok(Math.abs(bounds.phiBase - 2 * ((a + b) * (c + d) - b * d)) < 1e-12);
  });
});

Deno.test("compute_bounds has no row of Table 1 for the head alone, and no gap where nothing moved", async () => {
  await inFolder(async (folder) => {
    const matrices = moved.matrices.map(({ module, base, update = base }) => (
      { module, base, update: { ...update, spectralNorm: 0 } }
    ));
    const bounds = await boundsOf(folder, { method: "head", document: { ...moved, matrices } });
    assert.equal(bounds.table1, null);
    assert.equal(bounds.theorem1.phiUpdate, 0);
    assert.ok(bounds.theorem1.phiBase > 0);
  });
});

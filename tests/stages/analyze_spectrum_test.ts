// analyze_spectrum: of a base model, of a cell, and of a cell whose weights did not move.
import assert from "node:assert/strict";
import { matrix, singularValues, spectrum, subtract } from "../../analysis/mod.ts";
import { readSafetensors, type Value } from "../../engine/run.ts";
import { analyzeSpectrum, type SpectrumDocument } from "../../stages/analyze_spectrum.ts";
import { type Files, inFolder, readDocument, runStage } from "../support/stage_work.ts";
import {
  baseInputs,
  type Choice,
  type TinyCell,
  tinyCell,
  trainCell,
  trainedInputs,
} from "../support/tiny_cell.ts";

interface Analyzed {
  readonly base: SpectrumDocument;
  readonly cell: SpectrumDocument;
  readonly vectors: string;
  readonly trained: Files;
  readonly from: TinyCell;
}

/** Trains a cell, and describes its base model and itself. */
async function analyzed(folder: string, inject: Choice["inject"] = {}): Promise<Analyzed> {
  const from = await tinyCell(folder, { inject });
  const trained = await trainCell(from);
  const base = await runStage(analyzeSpectrum, folder, {
    parameters: { targets: [["q", "v"]] },
    inputs: baseInputs(from.base),
  });
  const vectors = base["vectors.safetensors"] ?? "";
  const inputs = { ...trainedInputs(from, trained, "last"), base: vectors };
  const cell = await runStage(analyzeSpectrum, folder, { parameters: {}, inputs });
  return {
    base: await readDocument(base["spectrum.json"]),
    cell: await readDocument(cell["spectrum.json"]),
    vectors,
    trained,
    from,
  };
}

const toMatrix = ({ shape: [rows = 0, columns = 0], data }: Value) => matrix(rows, columns, data);
const weights = async (path: string | undefined) => await readSafetensors(path ?? "");

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  Array.from(actual).forEach((value, index) =>
    assert.ok(Math.abs(value - (expected[index] ?? NaN)) < 1e-6, `${index}: ${value}`)
  );
}

Deno.test("analyze_spectrum of a base model describes query and value of every block", async () => {
  await inFolder(async (folder) => {
    const { base, from } = await analyzed(folder);
    const file = await weights(from.base["model.safetensors"]);
    assert.equal(base.matrices.length, 2);
    for (const { module, base: found, tuned, update, intruders } of base.matrices) {
      assert.match(module, /\.(query|value)$/);
      assert.deepEqual([tuned, update, intruders], [undefined, undefined, undefined]);
      assertNear(found.singularValues, singularValues(toMatrix(file.read(`${module}.weight`))));
    }
  });
});

Deno.test("analyze_spectrum of a base model keeps vectors that give W0 back", async () => {
  await inFolder(async (folder) => {
    const { base, vectors, from } = await analyzed(folder);
    const [kept, file] = [await weights(vectors), await weights(from.base["model.safetensors"])];
    for (const { module } of base.matrices) {
      const [values, left, right] = ["values", "left", "right"].map((part) =>
        kept.readDoubles(`${module}/${part}`)
      ) as [Float64Array, Float64Array, Float64Array];
      const rebuilt = Array.from({ length: 256 }, (_, at) =>
        values.reduce(
          (sum, value, k) =>
            sum + value * (left[k * 16 + (at >> 4)] ?? 0) * (right[k * 16 + at % 16] ?? 0),
          0,
        ));
      assertNear(rebuilt, file.read(`${module}.weight`).data);
    }
  });
});

Deno.test("analyze_spectrum of LoRA finds ΔW = s·B·A of the last checkpoint, of its rank", async () => {
  await inFolder(async (folder) => {
    const { cell, trained } = await analyzed(folder, { rank: 2, alpha: 4 });
    const last = await weights(trained["last.safetensors"]);
    for (const { module, update } of cell.matrices) {
      const [a, b] = [last.read(`${module}.lora_A.weight`), last.read(`${module}.lora_B.weight`)];
      const product = Float64Array.from({ length: 256 }, (_, at) =>
        [0, 1].reduce(
          (sum, k) => sum + 2 * (b.data[(at >> 4) * 2 + k] ?? 0) * (a.data[k * 16 + at % 16] ?? 0),
          0,
        ));
      assertNear(update?.singularValues ?? [], singularValues(matrix(16, 16, product)));
      assert.ok((update?.spectralNorm ?? 0) > 1e-3);
      assert.ok((update?.singularValues[2] ?? 1) < 1e-6);
    }
  });
});

Deno.test("analyze_spectrum of full fine-tuning compares the trained weight with the base's", async () => {
  await inFolder(async (folder) => {
    const { cell, trained, from } = await analyzed(folder, { method: "fft" });
    const before = await weights(from.base["model.safetensors"]);
    const after = await weights(trained["last.safetensors"]);
    for (const { module, update, tuned, intruders } of cell.matrices) {
      const [w0, w] = [before, after].map((file) => toMatrix(file.read(`${module}.weight`)));
      assert.ok(w0 && w);
      assert.deepEqual(update, spectrum(subtract(w, w0)));
      assertNear(tuned?.singularValues ?? [], singularValues(w));
      assert.ok((intruders?.left.at(-1) ?? 0) > 0);
    }
  });
});

Deno.test("analyze_spectrum of a chain sees what earlier links folded into the weights", async () => {
  await inFolder(async (folder) => {
    const { cell } = await analyzed(folder, { method: "rac", links: 3, rank: 1 });
    for (const { update } of cell.matrices) {
      const [, second = 0, third = 0, fourth = 1] = update?.singularValues ?? [];
      assert.ok(third > 1e-6 && fourth < 1e-6, `${second}, ${third}, ${fourth}`);
    }
  });
});

Deno.test("analyze_spectrum of head-only training finds no update and no intruder up to ε = 1", async () => {
  await inFolder(async (folder) => {
    const { cell, base } = await analyzed(folder, { method: "head" });
    assert.equal(cell.thresholds.at(-1), 1);
    assert.equal(cell.matrices.length, base.matrices.length);
    for (const { update, tuned, intruders, base: before } of cell.matrices) {
      assert.ok(update?.singularValues.every((value) => value === 0));
      assert.deepEqual([update?.spectralNorm, update?.numericalRank], [0, 0]);
      assert.deepEqual(tuned, before);
      const none = cell.thresholds.map(() => 0);
      assert.deepEqual(intruders, { left: none, right: none });
    }
  });
});

Deno.test("analyze_spectrum of a cell keeps no vectors, and repeats the base's values", async () => {
  await inFolder(async (folder) => {
    const { cell, base, from, trained, vectors } = await analyzed(folder);
    const files = await runStage(analyzeSpectrum, folder, {
      parameters: {},
      inputs: { ...trainedInputs(from, trained, "last"), base: vectors },
    });
    assert.equal((await weights(files["vectors.safetensors"])).tensors.size, 0);
    const baseOf = ({ matrices }: SpectrumDocument) => matrices.map((each) => each.base);
    assert.deepEqual(baseOf(cell), baseOf(base));
  });
});

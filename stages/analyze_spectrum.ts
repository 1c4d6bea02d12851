// analyze_spectrum: singular values of W0, W and ΔW of every adapted matrix, and their intruder dimensions.
//
// Without a checkpoint it describes a base model and keeps the singular vectors of W0; a cell's own
// analysis reads those, so that W0 is decomposed once a model and not once a cell.
import { chooseTargets, matrixOf } from "../adapters/mod.ts";
import {
  intruderDimensions,
  intruderThresholds,
  type Matrix,
  matrix,
  type Spectrum,
  spectrum,
  subtract,
  type Svd,
  svd,
} from "../analysis/mod.ts";
import {
  type FileValue,
  openSafetensors,
  type SafetensorsFile,
  type Value,
  writeSafetensors,
} from "../engine/run.ts";
import type { Target } from "../models/mod.ts";
import { defineStage, type Work } from "../pipeline/mod.ts";
import type { AdapterCard } from "./cards.ts";
import { denseWeights, openMerge } from "./cell_weights.ts";
import { expectValue } from "./expect_value.ts";
import { readJson, writeJson } from "./json_file.ts";
import { readTensors } from "./tensor_file.ts";

/** One adapted matrix; `tuned`, `update` and `intruders` are there for a cell and not for a base model. */
export interface MatrixSpectrum {
  /** The target's name. */
  readonly module: string;
  readonly base: Spectrum;
  readonly tuned?: Spectrum;
  readonly update?: Spectrum;
  /** Counts at each threshold, of min(in, out) vectors; left as in the paper, right beside it. */
  readonly intruders?: { readonly left: readonly number[]; readonly right: readonly number[] };
}

/** `spectrum.json`. */
export interface SpectrumDocument {
  readonly thresholds: readonly number[];
  readonly matrices: readonly MatrixSpectrum[];
}

export interface AnalyzeSpectrumParameters {
  /** For a base model: the matrices to describe, as the recipes of its cells wish for them. */
  readonly targets?: readonly (readonly string[])[];
}

type SpectrumWork = Work<AnalyzeSpectrumParameters>;

/** Writes `spectrum.json` and `vectors.safetensors`, which holds nothing for a cell. */
export const analyzeSpectrum = defineStage<AnalyzeSpectrumParameters>({
  name: "analyze_spectrum",
  module: import.meta.url,
  environment: "engine",
  outputs: ["spectrum.json", "vectors.safetensors"],
  run: (work) => work.inputs.checkpoint === undefined ? describeBase(work) : describeCell(work),
});

async function describeBase({ parameters, inputs, output }: SpectrumWork): Promise<void> {
  const all = await readJson<readonly Target[]>(inputs.targets);
  const wishes = parameters.targets ?? [];
  const targets = new Set(wishes.flatMap((wish) => expectValue(chooseTargets(all, wish))));
  const file = expectValue(await openSafetensors(inputs.weights as string));
  const matrices: MatrixSpectrum[] = [];
  const vectors: Record<string, FileValue> = {};
  for (const target of targets) {
    const weight = toMatrix(target, file.read(`${target.module}.weight`));
    const found = svd(weight);
    matrices.push({ module: target.name, base: spectrum(weight, found.values) });
    Object.assign(vectors, vectorTensors(target.name, found));
  }
  await writeSafetensors(output("vectors.safetensors"), vectors);
  await writeJson(output("spectrum.json"), { thresholds: intruderThresholds, matrices });
}

async function describeCell(work: SpectrumWork): Promise<void> {
  const { inputs, output } = work;
  const card = await readJson<AdapterCard>(inputs.adapter);
  const base = expectValue(await openSafetensors(inputs.weights as string));
  const names = card.adapted.map(({ module }) => `${module}.weight`);
  const merge = await openMerge(card, work);
  const tuned = await denseWeights({ base, merge, names }, await readTensors(inputs.checkpoint));
  const vectors = expectValue(await openSafetensors(inputs.base as string));
  const matrices = card.adapted.map((target) => {
    const { name, module } = target;
    const before = toMatrix(target, base.read(`${module}.weight`));
    const after = toMatrix(target, tuned[`${module}.weight`] as Value);
    return compare(name, { before, after, base: svdOf(name, vectors) });
  });
  await writeSafetensors(output("vectors.safetensors"), {});
  await writeJson(output("spectrum.json"), { thresholds: intruderThresholds, matrices });
}

interface Compared {
  readonly before: Matrix;
  readonly after: Matrix;
  readonly base: Svd;
}

function compare(module: string, { before, after, base }: Compared): MatrixSpectrum {
  const tuned = svd(after);
  const { left, right } = intruderDimensions(base, tuned);
  return {
    module,
    base: spectrum(before, base.values),
    tuned: spectrum(after, tuned.values),
    update: spectrum(subtract(after, before)),
    intruders: { left, right },
  };
}

function toMatrix(target: Target, weight: Value): Matrix {
  const { shape, data } = matrixOf(target, weight);
  const [rows = 0, columns = 0] = shape;
  return matrix(rows, columns, data);
}

/** values [k], left [k, out], right [k, in], in doubles. */
function vectorTensors(module: string, { values, left, right }: Svd): Record<string, FileValue> {
  return {
    [`${module}/values`]: { dtype: "float64", shape: [values.length], data: values },
    [`${module}/left`]: stacked(left),
    [`${module}/right`]: stacked(right),
  };
}

function stacked(rows: readonly Float64Array[]): FileValue {
  const width = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, index) => data.set(row, index * width));
  return { dtype: "float64", shape: [rows.length, width], data };
}

function svdOf(module: string, vectors: SafetensorsFile): Svd {
  const values = vectors.readDoubles(`${module}/values`);
  const rows = (side: string) => {
    const all = vectors.readDoubles(`${module}/${side}`);
    const width = all.length / values.length;
    return Array.from(values, (_, j) => all.slice(j * width, (j + 1) * width));
  };
  return { values, left: rows("left"), right: rows("right") };
}

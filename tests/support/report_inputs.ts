// What a study's nodes hand to the report, made up: two methods, two seeds, and the head, on one model.
import { join } from "node:path";
import { methodCards } from "../../adapters/mod.ts";
import { matrix, spectrum } from "../../analysis/mod.ts";
import type { ReportedCell, ReportParameters } from "../../stages/reporting/facts.ts";
import type { Files } from "./stage_work.ts";
import { tinyCard } from "./tiny_data.ts";

const recipe = {
  epochs: 4,
  batch: 8,
  rate: 0.01,
  schedule: "cosine",
  warmupRatio: 0.1,
  rank: 2,
  targets: ["q", "v"],
  chainEvery: 2,
};

const cells: readonly ReportedCell[] = ["lora", "cola", "head"].flatMap((method) =>
  [12, 22].map((seed) => cellOf("vit-tiny", method, seed))
);

/** A cell on the drawn images. */
export function cellOf(model: string, method: string, seed: number): ReportedCell {
  return {
    id: `${model}/images/${method}/seed=${seed}`,
    model,
    data: "images",
    method,
    seed,
    recipe,
  };
}

export const reportParameters: ReportParameters = {
  name: "tiny",
  title: "A tiny study & its <report>",
  claim: "Nothing here was measured.",
  exhibits: { pretraining: [] },
  models: { "vit-tiny": { architecture: "vit", config: {} } },
  data: { images: { dataset: "images" } },
  engine: "onnx",
  cells,
  methods: methodCards(cells.map(({ method }) => method)),
};

/** The made-up test accuracy of a cell. */
export const accuracyOf = ({ method, seed }: ReportedCell): number =>
  ({ lora: 0.5, cola: 0.75, head: 0.25 }[method] ?? 0) + (seed === 12 ? 0 : 0.125);

/** Writes all documents; landscapes for the cells of seed 12 that have an adapter. */
export async function reportInputs(folder: string): Promise<Files> {
  return await written(folder, reportDocuments(cells));
}

/** The documents that the nodes of these cells would write, by node. */
export function reportDocuments(cells: readonly ReportedCell[]): Record<string, unknown> {
  const models = [...new Set(cells.map(({ model }) => model))];
  const bases = models.map((model) => [
    `analyze_spectrum:${model}`,
    { thresholds, matrices: [{ module: "q", base: spectrumOf(1) }] },
  ]);
  return {
    "prepare_data:images": tinyCard("images"),
    ...Object.fromEntries(bases),
    ...Object.assign({}, ...cells.map(documentsOf)),
  };
}

const thresholds = [0, 0.5, 1];
const spectrumOf = (scale: number) =>
  spectrum(matrix(3, 3, Float64Array.from({ length: 9 }, (_, i) => scale * Math.sin(i + 1))));

function documentsOf(cell: ReportedCell): Record<string, unknown> {
  const { id, method, seed } = cell;
  const metric = { train: 1, validation: 0.5, test: accuracyOf(cell) };
  const landscape = seed === 12 && method !== "head";
  return {
    [`inject_adapter:${id}`]: {
      task: { kind: "image_classification", labels: 3 },
      parameters: { trained: 1000, head: 100, adapter: method === "head" ? 0 : 900 },
    },
    [`train:${id}`]: {
      epochs: [1, 2, 3].map((epoch) => line(epoch)),
      largeLoss: null,
    },
    [`evaluate:${id}`]: {
      metricName: "accuracy",
      loss: { train: 0.5, validation: 1, test: 1.25 },
      metric,
      generalizationError: 0.75,
    },
    [`compute_bounds:${id}`]: {
      table1: method === "head" ? null : { parameters: 900, bound: 12.5, derived: false },
    },
    [`analyze_spectrum:${id}`]: { thresholds, matrices: [matrixOf()] },
    ...(landscape ? { [`sample_landscape:${id}`]: landscapeOf() } : {}),
  };
}

function line(epoch: number) {
  return { epoch, trainLoss: 1 / epoch, validationLoss: 1.5 / epoch, validationMetric: 0.5 };
}

function matrixOf() {
  const sides = { left: [0, 1, 3], right: [0, 2, 3] };
  return {
    module: "q",
    base: spectrumOf(1),
    tuned: spectrumOf(1.5),
    update: spectrumOf(0.5),
    intruders: sides,
  };
}

function landscapeOf() {
  const axis = [-1, -0.5, 0, 0.5, 1];
  return {
    directions: "pca",
    explained: [0.75, 0.2],
    epoch: 2,
    batches: 2,
    examples: 6,
    xs: axis,
    ys: axis,
    losses: axis.flatMap((y) => axis.map((x) => 1 + x * x + 2 * y * y)),
    path: [{ x: -0.75, y: 0.25 }, { x: -0.25, y: 0.5 }, { x: 0, y: 0 }, { x: 0.25, y: 0 }],
    sharpness: { centre: 1, meanIncrease: 2, maxIncrease: 3, hessianTrace: 6, rings: [] },
  };
}

/** Writes documents, each to a file of its own. */
export async function written(folder: string, documents: Record<string, unknown>): Promise<Files> {
  const files: Record<string, string> = {};
  for (const [index, [name, document]] of Object.entries(documents).entries()) {
    files[name] = join(folder, `document-${index}.json`);
    await Deno.writeTextFile(files[name], JSON.stringify(document));
  }
  return files;
}

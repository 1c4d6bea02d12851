// Reads what the cells measured into the values that tables and figures are made of.
import {
  type Cell,
  fixed,
  type Landscape as Panel,
  type LearningCurve,
  type Metric,
  metricStyles,
  scientific,
  type StudyEvidence,
  taskMetrics,
} from "../../analysis/mod.ts";
import type { Work } from "../../pipeline/mod.ts";
import type { AdapterCard } from "../adapter_card.ts";
import type { SpectrumDocument } from "../analyze_spectrum.ts";
import type { Bounds } from "../compute_bounds.ts";
import type { Evaluation } from "../evaluate.ts";
import { readJson } from "../json_file.ts";
import type { Landscape } from "../sample_landscape.ts";
import type { EpochMetrics } from "../training/training_state.ts";
import type { ReportedCell, ReportParameters } from "./report_parameters.ts";
import {
  baseSpectra,
  intruderCurve,
  type SeedSpectra,
  spectrumCurve,
  spectrumValues,
} from "./spectra.ts";

/** All documents of one cell; a landscape only where the study asks for it. */
interface Documents {
  readonly cell: ReportedCell;
  readonly metric: Metric;
  readonly adapter: AdapterCard;
  readonly metrics: { readonly epochs: readonly EpochMetrics[] };
  readonly evaluation: Evaluation;
  readonly bounds: Bounds;
  readonly spectrum: SpectrumDocument;
  readonly landscape: Landscape | undefined;
}

/** The whole study as values; curves of spectra are means over seeds. */
export async function gatherEvidence(work: Work<ReportParameters>): Promise<StudyEvidence> {
  const { parameters, inputs } = work;
  const randomOf = Object.fromEntries(
    parameters.exhibits.pretraining.map(({ pretrained, random }) => [pretrained, random]),
  );
  const twins = new Set(Object.values(randomOf));
  const all: Documents[] = [];
  for (const cell of parameters.cells) all.push(await documentsOf(inputs, cell));
  const studied = all.filter(({ cell }) => !twins.has(cell.model));
  const controls = all.filter(({ cell }) => twins.has(cell.model));
  const adapted = studied.filter(({ cell }) => cell.method !== "head");
  return {
    cells: studied.flatMap(cellsOf),
    controls: controls.flatMap(cellsOf),
    randomOf,
    curves: studied.map(curveOf),
    intruders: overSeeds(adapted).map(intruderCurve),
    spectra: overSeeds(adapted).map(spectrumCurve),
    baseSpectra: await baseSpectra(inputs, studied.map(({ cell }) => cell.model)),
    landscapes: studied.flatMap(panelOf),
  };
}

/** The spectra of all seeds of a (model, data, method) together. */
function overSeeds(documents: readonly Documents[]): SeedSpectra[] {
  const groups = Map.groupBy(
    documents,
    ({ cell: { model, data, method } }) => JSON.stringify([model, data, method]),
  );
  return [...groups.values()].map((group) => ({
    cell: (group[0] as Documents).cell,
    spectra: group.map(({ spectrum }) => spectrum),
  }));
}

async function documentsOf(
  inputs: Work<unknown>["inputs"],
  cell: ReportedCell,
): Promise<Documents> {
  const of = <T>(stage: string) => readJson<T>(inputs[`${stage}:${cell.id}`]);
  const adapter = await of<AdapterCard>("inject_adapter");
  const landscape = inputs[`sample_landscape:${cell.id}`];
  return {
    cell,
    metric: taskMetrics[adapter.task.kind],
    adapter,
    metrics: await of("train"),
    evaluation: await of("evaluate"),
    bounds: await of("compute_bounds"),
    spectrum: await of("analyze_spectrum"),
    landscape: landscape === undefined ? undefined : await readJson(landscape),
  };
}

/** One row for each node that measured something: a number's source is the node that gave it. */
function cellsOf(documents: Documents): Cell[] {
  const { cell, metric, adapter, evaluation, bounds, spectrum, landscape } = documents;
  const { model, data, method, seed } = cell;
  const row = (stage: string, values: Cell["values"]): Cell => (
    { model, data, method, seed, metric, values, source: `${stage}:${cell.id}` }
  );
  const { trained, adapter: factors } = adapter.parameters;
  const sharp = landscape?.sharpness;
  return [
    row("inject_adapter", { trained, adapter: factors }),
    row("evaluate", {
      score: evaluation.metric.test,
      generalization: evaluation.generalizationError,
    }),
    ...(bounds.table1 === null ? [] : [row("compute_bounds", { bound: bounds.table1.bound })]),
    ...(method === "head" ? [] : [row("analyze_spectrum", spectrumValues(spectrum))]),
    ...(sharp === undefined ? [] : [row("sample_landscape", sharpnessValues(sharp))]),
  ];
}

function sharpnessValues({ hessianTrace, meanIncrease, maxIncrease }: Landscape["sharpness"]) {
  return { hessianTrace, meanIncrease, maxIncrease };
}

function curveOf({ cell, metric, metrics }: Documents): LearningCurve {
  const { model, data, method, seed } = cell;
  const epochs = metrics.epochs.map(({ epoch, trainLoss, validationLoss, validationMetric }) => (
    { epoch, trainLoss, validationLoss, score: validationMetric }
  ));
  return { model, data, method, seed, metric, epochs };
}

function panelOf({ cell, metric, evaluation, landscape }: Documents): Panel[] {
  if (landscape === undefined) return [];
  const { model, data, method } = cell;
  const { directions, xs, ys, losses, path } = landscape;
  const { scale, digits } = metricStyles[metric];
  const notes = [
    `score ${fixed(evaluation.metric.test * scale, digits)}`,
    `G(W) ${scientific(evaluation.generalizationError)}`,
  ];
  const drawn = directions === "pca" ? { path } : {};
  return [{ model, data, method, directions, xs, ys, losses, notes, ...drawn }];
}

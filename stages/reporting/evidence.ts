// Reads what the cells measured into the values that tables and figures are made of.
//
// Every document is read together with the name of the node that wrote it (`readSourced`). What is made of it
// below, and in the analysis, can only be made by reading it: a number's sources are what it was computed from.
import type { MethodCard } from "../../adapters/mod.ts";
import {
  type Cell,
  fixed,
  type IntruderCurve,
  type Landscape as Panel,
  type LearningCurve,
  type Metric,
  metricStyles,
  type Read,
  scientific,
  Sourced,
  type SpectrumCurve,
  type StudyEvidence,
} from "../../analysis/mod.ts";
import type { Work } from "../../pipeline/mod.ts";
import type { AdapterCard } from "../cards.ts";
import type { MatrixSpectrum, SpectrumDocument } from "../analyze_spectrum.ts";
import type { Bounds } from "../compute_bounds.ts";
import type { Evaluation } from "../evaluate.ts";
import { readJson } from "../json_file.ts";
import type { Landscape } from "../sample_landscape.ts";
import type { TrainingMetrics } from "../training/training_state.ts";
import type { ReportParameters, ShownCell } from "./facts.ts";

type Inputs = Work<unknown>["inputs"];

/** All documents of one cell; a landscape only where the study asks for it. */
interface Documents {
  readonly cell: ShownCell;
  readonly metric: Metric;
  readonly adapter: Sourced<AdapterCard>;
  readonly metrics: Sourced<TrainingMetrics>;
  readonly evaluation: Sourced<Evaluation>;
  readonly bounds: Sourced<Bounds>;
  readonly spectrum: Sourced<SpectrumDocument>;
  readonly landscape: Sourced<Landscape> | undefined;
}

/** The document that a node wrote; the report's inputs are called by their nodes. */
async function readSourced<T>(inputs: Inputs, node: string): Promise<Sourced<T>> {
  return new Sourced(await readJson<T>(inputs[node]), [node]);
}

/** The whole study as values; curves of spectra are means over seeds. */
export async function gatherEvidence(work: Work<ReportParameters>): Promise<StudyEvidence> {
  const { parameters, inputs } = work;
  const randomOf = Object.fromEntries(
    parameters.exhibits.pretraining.map(({ pretrained, random }) => [pretrained, random]),
  );
  const twins = new Set(Object.values(randomOf));
  const all: Documents[] = [];
  const cards = new Map(parameters.methods.map((card) => [card.id, card]));
  for (const cell of parameters.cells) {
    const method = cards.get(cell.method) as MethodCard;
    all.push(await documentsOf(inputs, { ...cell, method }));
  }
  const studied = all.filter(({ cell }) => !twins.has(cell.model));
  const controls = all.filter(({ cell }) => twins.has(cell.model));
  const adapted = overSeeds(studied.filter(({ cell }) => cell.method.id !== "head"));
  return {
    cells: studied.map(cellOf),
    controls: controls.map(cellOf),
    randomOf,
    curves: studied.map((documents) => Sourced.of((read) => curveOf(documents, read))),
    intruders: adapted.map(({ cell, spectra }) =>
      Sourced.of((read) => intruderCurve(cell, spectra.map(read)))
    ),
    spectra: adapted.map(({ cell, spectra }) =>
      Sourced.of((read) => spectrumCurve(cell, spectra.map(read)))
    ),
    baseSpectra: await baseSpectra(inputs, studied.map(({ cell }) => cell.model)),
    landscapes: studied.filter(({ landscape }) => landscape !== undefined)
      .map((documents) => Sourced.of((read) => panelOf(documents, read))),
  };
}

/** The spectra of all seeds of a (model, data, method) together. */
function overSeeds(documents: readonly Documents[]) {
  const groups = Map.groupBy(
    documents,
    ({ cell: { model, data, method } }) => JSON.stringify([model, data, method.id]),
  );
  return [...groups.values()].map((group) => ({
    cell: (group[0] as Documents).cell,
    spectra: group.map(({ spectrum }) => spectrum),
  }));
}

/** Singular values of W0 for each model. */
async function baseSpectra(inputs: Inputs, models: readonly string[]) {
  const found: Record<string, Sourced<readonly number[]>> = {};
  for (const model of new Set(models)) {
    const document = await readSourced<SpectrumDocument>(inputs, `analyze_spectrum:${model}`);
    found[model] = document.map(baseSpectrum);
  }
  return found;
}

async function documentsOf(inputs: Inputs, cell: ShownCell): Promise<Documents> {
  const of = <T>(stage: string) => readSourced<T>(inputs, `${stage}:${cell.id}`);
  const evaluation = await of<Evaluation>("evaluate");
  const sampled = `sample_landscape:${cell.id}` in inputs;
  return {
    cell,
    metric: evaluation.open().value.metricName,
    adapter: await of("inject_adapter"),
    metrics: await of("train"),
    evaluation,
    bounds: await of("compute_bounds"),
    spectrum: await of("analyze_spectrum"),
    landscape: sampled ? await of("sample_landscape") : undefined,
  };
}

/** A cell's numbers; those that it has no use for are not there. */
function cellOf({ cell, metric, ...documents }: Documents): Cell {
  const { adapter, evaluation, bounds, spectrum, landscape } = documents;
  const { model, data, method, seed } = cell;
  const values: Record<string, Sourced<number> | undefined> = {
    trained: adapter.map(({ parameters }) => parameters.trained),
    adapter: adapter.map(({ parameters }) => parameters.adapter),
    score: evaluation.map(({ metric }) => metric.test),
    generalization: evaluation.map(({ generalizationError }) => generalizationError),
    bound: bounds.part(({ table1 }) => table1?.bound),
    hessianTrace: landscape?.map(({ sharpness }) => sharpness.hessianTrace),
    meanIncrease: landscape?.map(({ sharpness }) => sharpness.meanIncrease),
    maxIncrease: landscape?.map(({ sharpness }) => sharpness.maxIncrease),
    ...(method.id === "head" ? {} : spectrumValues(spectrum)),
  };
  const existing = Object.entries(values).filter(([, value]) => value !== undefined);
  return {
    model,
    data,
    method,
    seed,
    metric,
    values: Object.fromEntries(existing) as Cell["values"],
  };
}

function curveOf({ cell, metric, metrics }: Documents, read: Read): LearningCurve {
  const { model, data, method, seed } = cell;
  const { epochs, largeLoss } = read(metrics);
  const drawn = epochs.map(({ epoch, trainLoss, validationLoss, validationMetric }) => (
    { epoch, trainLoss, validationLoss, score: validationMetric }
  ));
  return { model, data, method, seed, metric, largeLoss, epochs: drawn };
}

function panelOf({ cell, metric, evaluation, landscape }: Documents, read: Read): Panel {
  const { model, data, method } = cell;
  const { directions, path, explained, ...sampled } = read(landscape as Sourced<Landscape>);
  const { metric: scores, generalizationError } = read(evaluation);
  const { scale, digits } = metricStyles[metric];
  return {
    ...sampled,
    model,
    data,
    method,
    epochs: path.length - 1,
    score: fixed(scores.test * scale, digits),
    error: scientific(generalizationError),
    ...(directions === "pca" ? { path, explained: explained ?? [] } : {}),
  };
}

/** The threshold at which the table counts intruders. */
const tabled = 0.5;

/** A cell's numbers for the table of spectra. */
function spectrumValues(document: Sourced<SpectrumDocument>) {
  const over = (pick: (matrix: MatrixSpectrum, at: number) => number | undefined) =>
    document.map(({ thresholds, matrices }) =>
      mean(matrices.map((matrix) => pick(matrix, thresholds.indexOf(tabled)) ?? 0))
    );
  return {
    updateSpectralNorm: over(({ update }) => update?.spectralNorm),
    updateFrobeniusNorm: over(({ update }) => update?.frobeniusNorm),
    effectiveRank: over(({ update }) => update?.effectiveRank),
    stableRank: over(({ update }) => update?.stableRank),
    numericalRank: over(({ update }) => update?.numericalRank),
    intrudersLeft: over(({ intruders }, at) => intruders?.left[at]),
    intrudersRight: over(({ intruders }, at) => intruders?.right[at]),
  };
}

type Spectra = readonly SpectrumDocument[];

/** Left side, as in the paper's figure; mean over adapted matrices and seeds. */
function intruderCurve(
  { model, data, method }: ShownCell,
  spectra: Spectra,
): IntruderCurve {
  const matrices = spectra.flatMap((document) => document.matrices);
  const counts = elementMeans(matrices.map(({ intruders }) => intruders?.left ?? []));
  const vectors = Math.min(...matrices[0]?.base.shape ?? [0]);
  return { model, data, method, thresholds: spectra[0]?.thresholds ?? [], counts, vectors };
}

/** Singular values of ΔW; mean over adapted matrices and seeds. */
function spectrumCurve(
  { model, data, method }: ShownCell,
  spectra: Spectra,
): SpectrumCurve {
  const matrices = spectra.flatMap((document) => document.matrices);
  const values = elementMeans(matrices.map(({ update }) => update?.singularValues ?? []));
  return { model, data, method, values };
}

/** Singular values of a model's W0; mean over adapted matrices. */
function baseSpectrum({ matrices }: SpectrumDocument): number[] {
  return elementMeans(matrices.map(({ base }) => base.singularValues));
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of equally long lists, place by place. */
function elementMeans(lists: readonly (readonly number[])[]): number[] {
  return (lists[0] ?? []).map((_, place) => mean(lists.map((list) => list[place] ?? 0)));
}

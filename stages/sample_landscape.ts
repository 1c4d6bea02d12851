// sample_landscape: the validation loss on a grid of weights around the checkpoint that validation selected.
import {
  centreOf,
  type Directions,
  displaced,
  extentOf,
  filterNormalize,
  gridAxis,
  gridPoints,
  pcaDirections,
  type Point,
  projectPath,
  randomDirections,
  type Sharpness,
  sharpness,
  type Trajectory,
  type Weights,
} from "../analysis/mod.ts";
import { openSafetensors, openSession, type Session } from "../engine/run.ts";
import { defineStage, type Work } from "../pipeline/mod.ts";
import { stream } from "../random/mod.ts";
import type { BatchSource } from "./batch_feeds.ts";
import type { AdapterCard, DataCard } from "./cards.ts";
import { denseWeights, openMerge, type Parts } from "./cell_weights.ts";
import { expectValue } from "./expect_value.ts";
import { readJson, writeJson } from "./json_file.ts";
import { score } from "./score.ts";
import { readSplit, readTensors, type Tensors } from "./tensor_file.ts";
import type { TrainingMetrics } from "./training/training_state.ts";

export interface SampleLandscapeParameters {
  readonly directions: "pca" | "random";
  /** Grid points a side, odd. */
  readonly points: number;
  /** Validation batches behind each loss (the paper: the first 8). */
  readonly batches: number;
  readonly seed: number;
}

/** `landscape.json`; `losses` row by row, y outside. */
export interface Landscape {
  readonly directions: "pca" | "random";
  /** Shares of the path to the centre along each direction; null for random ones. */
  readonly explained: readonly number[] | null;
  /** The epoch of the selected checkpoint, which is the centre. */
  readonly epoch: number;
  /** Validation batches behind each loss, and how many examples they are. */
  readonly batches: number;
  readonly examples: number;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly losses: readonly number[];
  /** The checkpoints of training on the plane, the start first, the selected one at (0, 0). */
  readonly path: readonly Point[];
  readonly sharpness: Sharpness;
}

type LandscapeWork = Work<SampleLandscapeParameters>;

/** Writes `landscape.json`: losses on the grid, the path of training, sharpness as numbers. */
export const sampleLandscape = defineStage<SampleLandscapeParameters>({
  name: "sample_landscape",
  module: import.meta.url,
  environment: "engine",
  outputs: ["landscape.json"],
  async run(work) {
    const { parameters, inputs, output, threads } = work;
    const session = await openSession(await Deno.readFile(inputs.landscape as string), { threads });
    const { best } = await readJson<TrainingMetrics>(inputs.metrics);
    const trajectory = { checkpoints: await denseCheckpoints(work, session), centre: best };
    const directions = directionsOf(parameters, trajectory);
    const path = projectPath(trajectory, directions);
    const axis = gridAxis(parameters.points, parameters.directions === "pca" ? extentOf(path) : 1);
    const source = await sourceOf(work);
    const places = { axis, centre: centreOf(trajectory), directions };
    const grid = { xs: axis, ys: axis, losses: await lossesOn({ work, session, source }, places) };
    const document: Landscape = {
      directions: parameters.directions,
      explained: directions.explained ?? null,
      epoch: best,
      batches: parameters.batches,
      examples: source.limit,
      ...grid,
      path,
      sharpness: sharpness(grid),
    };
    await writeJson(output("landscape.json"), document);
  },
});

/** The dense weights at every epoch, the start included. */
async function denseCheckpoints(work: LandscapeWork, landscape: Session): Promise<Weights[]> {
  const { inputs } = work;
  const base = expectValue(await openSafetensors(inputs.weights as string));
  const merge = await openMerge(await readJson<AdapterCard>(inputs.adapter), work);
  const names = landscape.inputs.filter((name) => name.includes(".")); // a batch's names have no dot
  const parts: Parts = { base, merge, names };
  const checkpoints: Weights[] = [];
  for (let epoch = 0;; epoch++) {
    const checkpoint = await readTensors(inputs.trajectory, `epoch/${epoch}/`);
    if (Object.keys(checkpoint).length === 0) return checkpoints;
    checkpoints.push(await denseWeights(parts, checkpoint));
  }
}

/** Filter-normalised, so that one unit is the weights' own length along each row. */
function directionsOf(parameters: SampleLandscapeParameters, trajectory: Trajectory): Directions {
  const centre = centreOf(trajectory);
  const draws = stream("landscape", parameters.seed);
  const raw = parameters.directions === "pca"
    ? pcaDirections(trajectory, draws)
    : randomDirections(centre, draws);
  return { ...raw, x: filterNormalize(raw.x, centre), y: filterNormalize(raw.y, centre) };
}

/** The first validation examples, as many as are asked for or as there are. */
async function sourceOf({ inputs, parameters }: LandscapeWork) {
  const { batch } = await readJson<AdapterCard>(inputs.adapter);
  const card = await readJson<DataCard>(inputs.data);
  const split = await readSplit(inputs.validation);
  return { card, split, batch, limit: Math.min(parameters.batches * batch, split.count) };
}

interface Measured {
  readonly work: LandscapeWork;
  readonly session: Session;
  readonly source: BatchSource & { readonly limit: number };
}

interface Grid {
  readonly axis: readonly number[];
  readonly centre: Weights;
  readonly directions: Directions;
}

async function lossesOn({ work, session, source }: Measured, { axis, centre, directions }: Grid) {
  const places = gridPoints(axis, axis);
  const losses: number[] = [];
  for (const [index, place] of places.entries()) {
    const weights = displaced(centre, directions, place);
    losses.push((await score(session, source, toTensors(weights))).loss);
    work.progress({ step: index + 1, steps: places.length });
  }
  return losses;
}

function toTensors(weights: Weights): Tensors {
  const entries = Object.entries(weights).map(([name, { shape, data }]) =>
    [name, { dtype: "float32", shape, data: data as Float32Array }] as const
  );
  return Object.fromEntries(entries);
}

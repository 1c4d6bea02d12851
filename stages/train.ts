// train: runs a recorded training step over seeded batches; it knows graphs and tensors, and no method.
import { metricStyles, taskMetrics } from "../analysis/mod.ts";
import { epochOrder, type Split } from "../data/mod.ts";
import { openSession, type Session, writeSafetensors } from "../engine/run.ts";
import { defineStage, type Work } from "../pipeline/mod.ts";
import { batchFeeds } from "./batch_feeds.ts";
import type { AdapterCard, DataCard } from "./cards.ts";
import { openMerge, weightFolder } from "./cell_weights.ts";
import { StageFailure } from "./expect_value.ts";
import { readJson, writeJson } from "./json_file.ts";
import { lossWarning, score } from "./score.ts";
import { readSplit, readTensors } from "./tensor_file.ts";
import { baseRate, type RateParameters } from "./training/base_rate.ts";
import { type Chain, nextLink } from "./training/next_link.ts";
import { optimizerStep, type Stepper } from "./training/optimizer_step.ts";
import {
  beginning,
  type EpochMetrics,
  epochTensors,
  loadProgress,
  saveProgress,
  type TrainingMetrics,
  type TrainingState,
  trajectory,
} from "./training/training_state.ts";

export interface TrainParameters extends RateParameters {
  readonly seed: number;
  /** What picks the best checkpoint on validation; of equal ones the earliest. */
  readonly select: "metric" | "loss";
  /** Training rows behind the loss noted each epoch. */
  readonly probe: number;
  readonly chainOptimizer: "reset" | "keep";
}

/** What stays open while a cell trains. */
interface Trainer {
  readonly work: Work<TrainParameters>;
  readonly card: AdapterCard;
  readonly data: DataCard;
  readonly train: Split;
  readonly validation: Split;
  readonly forward: Session;
  readonly stepper: Stepper;
  readonly chain: Chain;
  readonly stepsPerEpoch: number;
}

/**
 * Trains a cell. Writes the checkpoint that validation selects (`best`), the last one, all of them
 * (`trajectory`: `epoch/<n>/<tensor>`, 0 is the start) and a line of metrics for each epoch.
 */
export const train = defineStage<TrainParameters>({
  name: "train",
  module: import.meta.url,
  environment: "engine",
  outputs: ["best.safetensors", "last.safetensors", "trajectory.safetensors", "metrics.json"],
  async run(work) {
    const trainer = await openTrainer(work);
    let state = await resumed(work) ?? await start(trainer);
    while (state.epoch < work.parameters.epochs) {
      if (startsLink(trainer, state.epoch)) state = await nextLink(trainer.chain, state);
      state = await trainEpoch(trainer, state);
      await saveProgress(work.partial, state);
    }
    await writeOutputs(work, state);
  },
});

async function openTrainer(work: Work<TrainParameters>): Promise<Trainer> {
  const { inputs, parameters, threads } = work;
  const card = await readJson<AdapterCard>(inputs.adapter);
  const data = await readJson<DataCard>(inputs.data);
  const folder = await weightFolder(inputs.weights as string, work.partial);
  const open = async (path: string | undefined) =>
    await openSession(await Deno.readFile(path as string), { threads, folder });
  const trainSplit = await readSplit(inputs.train);
  const stepsPerEpoch = Math.floor(trainSplit.count / card.batch);
  if (stepsPerEpoch === 0) throw new StageFailure(tooFew(trainSplit.count, card.batch));
  const { seed, minRate } = parameters;
  return {
    work,
    card,
    data,
    train: trainSplit,
    validation: await readSplit(inputs.validation),
    forward: await open(inputs.forward),
    stepper: {
      session: await open(inputs.step),
      card,
      seed,
      rate: baseRate(parameters, { stepsPerEpoch, links: card.links }),
      minRate,
    },
    chain: {
      card,
      merge: await openMerge(card, work),
      draws: await readTensors(inputs.links),
      optimizer: parameters.chainOptimizer,
    },
    stepsPerEpoch,
  };
}

const tooFew = (count: number, batch: number) =>
  `Cannot train on ${count} examples in batches of ${batch}: choose a batch of at most ${count}`;

/** Where an earlier try was cut off; what it warned of is said again, as this try's record must have it. */
async function resumed(
  { partial, warn }: Work<TrainParameters>,
): Promise<TrainingState | undefined> {
  const state = await loadProgress(partial);
  const large = state?.largeLoss;
  if (large) warn(lossWarning(`at step ${large.step}`, large.loss) as string);
  return state;
}

async function start({ work, card }: Trainer): Promise<TrainingState> {
  const state = beginning(card, await readTensors(work.inputs.initial));
  await saveProgress(work.partial, state);
  return state;
}

function startsLink({ card, work }: Trainer, epoch: number): boolean {
  return card.links > 1 && epoch > 0 && epoch % work.parameters.chainEvery === 0;
}

async function trainEpoch(trainer: Trainer, begun: TrainingState): Promise<TrainingState> {
  const { card, data, stepper, stepsPerEpoch, work } = trainer;
  const { seed, epochs } = work.parameters;
  const source = { card: data, split: trainer.train, batch: card.batch };
  const epoch = begun.epoch + 1;
  const order = epochOrder(source.split.count, seed, epoch);
  let state = begun;
  let sum = 0;
  for (let step = 0; step < stepsPerEpoch; step++) {
    const rows = order.subarray(step * card.batch, (step + 1) * card.batch);
    const feeds = batchFeeds(source, { rows, counted: card.batch }, ["mask", seed, epoch, step]);
    const stepped = await optimizerStep(stepper, state, feeds);
    state = judged(work, stepped.state, stepped.loss);
    sum += stepped.loss;
    work.progress({ epoch, epochs, step: step + 1, steps: stepsPerEpoch, loss: stepped.loss });
  }
  const metrics = await measure(trainer, state, sum / stepsPerEpoch);
  expectFinite(metrics);
  for (const loss of [metrics.trainLoss, metrics.validationLoss]) state = judged(work, state, loss);
  return { ...state, epoch, metrics: [...state.metrics, metrics] };
}

/** The first loss that is far too large is said, and kept for the report. */
function judged(
  { warn }: Work<TrainParameters>,
  state: TrainingState,
  loss: number,
): TrainingState {
  const { step, largeLoss } = state;
  const sentence = lossWarning(`at step ${step}`, loss);
  if (largeLoss !== null || sentence === undefined) return state;
  warn(sentence);
  return { ...state, largeLoss: { step, loss } };
}

async function measure(
  trainer: Trainer,
  state: TrainingState,
  stepLoss: number,
): Promise<EpochMetrics> {
  const { card, data, forward, stepper, work } = trainer;
  const source = (split: Split) => ({ card: data, split, batch: card.batch });
  const probe = { ...source(trainer.train), limit: work.parameters.probe };
  const onTrain = await score(forward, probe, state.tensors);
  const onValidation = await score(forward, source(trainer.validation), state.tensors);
  return {
    epoch: state.epoch + 1,
    link: state.link,
    stepLoss,
    trainLoss: onTrain.loss,
    trainMetric: onTrain.metric,
    validationLoss: onValidation.loss,
    validationMetric: onValidation.metric,
    rate: stepper.rate(state.step - 1),
  };
}

function expectFinite({ epoch, stepLoss, trainLoss, validationLoss }: EpochMetrics): void {
  const lost = [stepLoss, trainLoss, validationLoss].find((loss) => !Number.isFinite(loss));
  if (lost === undefined) return;
  throw new StageFailure(
    `Cannot go on training as a loss of epoch ${epoch} is ${lost}: choose a lower rate`,
  );
}

async function writeOutputs(work: Work<TrainParameters>, state: TrainingState): Promise<void> {
  const data = await readJson<DataCard>(work.inputs.data);
  const { lowerIsBetter } = metricStyles[taskMetrics[data.task.kind]];
  const best = bestEpoch(state.metrics, work.parameters.select, lowerIsBetter);
  await writeSafetensors(work.output("best.safetensors"), await epochTensors(work.partial, best));
  await writeSafetensors(work.output("last.safetensors"), state.tensors);
  await writeSafetensors(
    work.output("trajectory.safetensors"),
    await trajectory(work.partial, state.epoch),
  );
  const metrics: TrainingMetrics = {
    best,
    select: work.parameters.select,
    epochs: state.metrics,
    largeLoss: state.largeLoss,
  };
  await writeJson(work.output("metrics.json"), metrics);
}

/** The first of the best epochs; of a metric, the lowest may be the best. */
export function bestEpoch(
  metrics: readonly EpochMetrics[],
  select: "metric" | "loss",
  lowerIsBetter = false,
): number {
  const sign = lowerIsBetter ? -1 : 1;
  const value = (line: EpochMetrics) =>
    select === "metric" ? sign * line.validationMetric : -line.validationLoss;
  return metrics.reduce((best, line) => value(line) > value(best) ? line : best).epoch;
}

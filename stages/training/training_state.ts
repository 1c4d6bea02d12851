// Everything that training carries from one epoch to the next; written whole, it is what a resume reads.
import type { Value } from "../../engine/run.ts";
import type { Tensors } from "../tensor_file.ts";
import type { AdapterCard } from "../adapter_card.ts";

/** One epoch's line in `metrics.json`. */
export interface EpochMetrics {
  readonly epoch: number;
  readonly link: number;
  /** Mean of the steps' losses, dropout on: what the optimizer saw. */
  readonly stepLoss: number;
  /** Loss of the probe rows of the training part, dropout off. */
  readonly trainLoss: number;
  readonly trainMetric: number;
  readonly validationLoss: number;
  readonly validationMetric: number;
  /** Base learning rate of the epoch's last step. */
  readonly rate: number;
}

/** `metrics.json`: the epoch that validation selects, by what, and a line for each epoch. */
export interface TrainingMetrics {
  readonly best: number;
  readonly select: "metric" | "loss";
  readonly epochs: readonly EpochMetrics[];
}

export interface TrainingState {
  readonly epoch: number;
  /** Steps since the start: what the schedule counts. */
  readonly step: number;
  /** Steps since the optimizer was made: what AdamW's bias correction counts. */
  readonly optimizerStep: number;
  readonly link: number;
  /** Trained and fed tensors, by name. */
  readonly tensors: Tensors;
  /** AdamW's first and second moments, `m/<name>` and `v/<name>`. */
  readonly moments: Tensors;
  readonly metrics: readonly EpochMetrics[];
}

/** Before the first step: the adapter's initial tensors and empty moments. */
export function beginning(card: AdapterCard, initial: Tensors): TrainingState {
  const moments = emptyMoments(card);
  return { epoch: 0, step: 0, optimizerStep: 0, link: 0, tensors: initial, moments, metrics: [] };
}

/** Zeros for both moments of every trained tensor. */
export function emptyMoments(card: AdapterCard): Tensors {
  const moments: Record<string, Value> = {};
  for (const { name, shape } of card.trained) {
    moments[`m/${name}`] = zeros(shape);
    moments[`v/${name}`] = zeros(shape);
  }
  return moments;
}

function zeros(shape: readonly number[]): Value {
  return { dtype: "float32", shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}

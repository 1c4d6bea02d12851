// One step of AdamW: the graph does the arithmetic, this file feeds it and moves its outputs on.
import { makeMasks, type Session, type Value } from "../../engine/run.ts";
import type { AdapterCard } from "../cards.ts";
import type { Feeds } from "../batch_feeds.ts";
import type { Tensors } from "../tensor_file.ts";
import type { TrainingState } from "./training_state.ts";

/** What a step needs beside the state. */
export interface Stepper {
  readonly session: Session;
  readonly card: AdapterCard;
  readonly seed: number;
  /** Base rate at a step, 0 for the first. */
  readonly rate: (step: number) => number;
  readonly minRate: number;
}

export interface Stepped {
  readonly state: TrainingState;
  readonly loss: number;
}

/** Runs one training step on a batch. */
export async function optimizerStep(
  stepper: Stepper,
  state: TrainingState,
  batch: Feeds,
): Promise<Stepped> {
  const { session, card, seed } = stepper;
  const masks = makeMasks(card.dropout, ["dropout", seed, state.step]);
  const hyper = hyperparameters(stepper, state);
  const outputs = await session.run({
    ...state.tensors,
    ...state.moments,
    ...batch,
    ...masks,
    hyper,
  });
  const next = {
    ...state,
    step: state.step + 1,
    optimizerStep: state.optimizerStep + 1,
    tensors: { ...state.tensors, ...moved(card, outputs, "") },
    moments: { ...moved(card, outputs, "m/"), ...moved(card, outputs, "v/") },
  };
  return { state: next, loss: (outputs.loss as Value).data[0] as number };
}

/** [1/(1 − β1^t), 1/(1 − β2^t), a rate for each group]; t counts from 1. */
function hyperparameters({ card, rate, minRate }: Stepper, state: TrainingState): Value {
  const t = state.optimizerStep + 1;
  const { beta1, beta2 } = card.adamw;
  const rates = card.groups.map((group) => Math.max(rate(state.step) * group.rate, minRate));
  const data = Float32Array.of(1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t), ...rates);
  return { dtype: "float32", shape: [data.length], data };
}

function moved(card: AdapterCard, outputs: Tensors, prefix: string): Tensors {
  return Object.fromEntries(
    card.trained.map(({ name }) => [prefix + name, outputs[`${prefix}${name}.next`] as Value]),
  );
}

// The four computations of a cell, recorded: training step, evaluation, merge, and the dense model for landscapes.
import type { Attachment, Method } from "../../adapters/mod.ts";
import {
  type Dropout,
  type Graph,
  type Tensor,
  type TensorSpec,
  torchAdamW as adamw,
  traceForward,
  traceTrainingStep,
  type Values,
} from "../../engine/mod.ts";
import { type Batch, meanLoss, plainForward } from "../../models/mod.ts";
import type { BaseModel } from "../base_model.ts";
import type { DataCard } from "../cards.ts";
import type { StartingWeights } from "./starting_weights.ts";

/** What meets at the joint. */
export interface Joint {
  readonly method: Method;
  readonly model: BaseModel;
  readonly start: StartingWeights;
  readonly attachment: Attachment;
  readonly data: DataCard;
  /** Examples a batch. */
  readonly batch: number;
}

export interface Graphs {
  readonly step: Graph;
  /** `losses` per row and `logits`, adapters in place. */
  readonly evaluation: Graph;
  /** `<module>.weight.merged`: the weight with the adapter folded in; no output where there is no adapter. */
  readonly merge: Graph;
  /** `losses` and `logits` with every weight as an input. */
  readonly landscape: Graph;
}

export function traceGraphs(joint: Joint, clip: number | null): Graphs {
  const { attachment } = joint;
  const batch = batchOf(joint);
  const frozen = frozenOf(joint);
  const inputs = [...specsOf(attachment.trained), ...attachment.state];
  const { trained, state, groups } = attachment;
  const loss = (values: Values, batch: Batch, dropout: Dropout) =>
    trainingLoss(joint, { values, batch, dropout });
  const adapted = (values: Values, batch: Batch) =>
    scored(joint, attachment.forward(values), batch);
  const dense = (values: Values, batch: Batch) => scored(joint, plainForward(values), batch);
  return {
    step: traceTrainingStep({ batch, trained, state, frozen, groups, adamw, clip, loss }),
    evaluation: traceForward({ batch, inputs, frozen, outputs: adapted }),
    merge: traceForward({
      batch: [],
      inputs,
      frozen,
      outputs: (values) => mergedWeights(attachment, values),
    }),
    landscape: traceForward({
      batch,
      inputs: specsOf(joint.start.weights),
      frozen: [],
      outputs: dense,
    }),
  };
}

/** A graph cannot give a value the name of one that it reads. */
function mergedWeights(attachment: Attachment, values: Values): Record<string, Tensor> {
  const weights = Object.entries(attachment.merged(values));
  return Object.fromEntries(weights.map(([name, weight]) => [`${name}.merged`, weight]));
}

function batchOf({ model, data, batch }: Joint): readonly TensorSpec[] {
  const length = data.tokens === undefined ? {} : { length: data.tokens.length };
  return model.architecture.batch(model.config, data.task, { batch, ...length });
}

function frozenOf({ start, attachment }: Joint) {
  const shapes = new Map(start.weights.map(({ name, shape }) => [name, shape]));
  return attachment.frozen.map((name) => ({
    name,
    shape: shapes.get(name) ?? [],
    dtype: "float32" as const,
    source: start.source(name),
  }));
}

function specsOf(tensors: readonly { name: string; shape: readonly number[] }[]): TensorSpec[] {
  return tensors.map(({ name, shape }) => ({ name, shape, dtype: "float32" }));
}

interface Training {
  readonly values: Values;
  readonly batch: Batch;
  readonly dropout: Dropout;
}

function trainingLoss(
  { model, data, attachment }: Joint,
  { values, batch, dropout }: Training,
): Tensor {
  const { architecture, config } = model;
  const outputs = architecture.forward(
    config,
    data.task,
    attachment.forward(values, dropout),
    batch,
  );
  return meanLoss(data.task, architecture.loss(data.task, outputs, batch), batch);
}

function scored({ model, data }: Joint, forward: ReturnType<Attachment["forward"]>, batch: Batch) {
  const { architecture, config } = model;
  const outputs = architecture.forward(config, data.task, forward, batch);
  return { losses: architecture.loss(data.task, outputs, batch), logits: outputs.logits };
}

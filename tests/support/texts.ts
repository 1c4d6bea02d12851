// Little texts as batches of a decoder, and what a model makes of them.
import { tf } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import { meanLoss, plainForward } from "../../models/mod.ts";
import { eager } from "./both_engines.ts";
import type { Values } from "./both_engines.ts";
import { specsOf } from "../../parity/plans.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

/** The id that fills texts up, and is no word. */
export const padding = 1;

/** Texts of one length; `labels`, if unsaid, are the ids themselves, and nothing is asked of padding. */
export function textsOf(ids: readonly number[][], labels?: readonly number[][]): Values {
  const asked = labels ?? ids.map((row) => row.map((id) => id === padding ? -100 : id));
  return {
    "input_ids": table(ids),
    "attention_mask": table(ids.map((row) => row.map((id) => id === padding ? 0 : 1))),
    labels: table(asked),
  };
}

/** The same texts, each with a class. */
export function classified(ids: readonly number[][], classes: readonly number[]): Values {
  const labels: Value = {
    shape: [classes.length],
    dtype: "int32",
    data: Int32Array.from(classes),
  };
  return { ...textsOf(ids), labels };
}

function table(rows: readonly (readonly number[])[]): Value {
  return {
    shape: [rows.length, rows[0]?.length ?? 0],
    dtype: "int32",
    data: Int32Array.from(rows.flat()),
  };
}

type Understood = Readonly<Record<"logits" | "losses" | "loss" | "last", Value>>;

/** `logits`, `losses`, their mean `loss` and `last`, the last hidden state. */
export async function understood(model: LoadedModel, batch: Values): Promise<Understood> {
  const { architecture, config, task, values } = model;
  const outputs = await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(values),
    frozen: [],
    outputs: (weights, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(weights), tensors);
      const losses = architecture.loss(task, outputs, tensors);
      const loss = tf.reshape(meanLoss(task, losses, tensors), [1]);
      return { logits: outputs.logits, last: outputs.lastHiddenState, losses, loss };
    },
  }, { ...batch, ...values });
  return outputs as Understood;
}

/** Positions `from` … `to` − 1 of one text, of a value [B, S, width]. */
export function span(value: Value, text: number, [from, to]: readonly number[]) {
  const { shape: [, length = 0, width = 0], data } = value;
  const start = text * length;
  const [first, end] = [(start + (from ?? 0)) * width, (start + (to ?? length)) * width];
  return { data: Float32Array.from(data).slice(first, end) };
}

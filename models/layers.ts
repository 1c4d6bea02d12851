// What architectures do in the same way: norms by name, chosen tokens, names seen from inside a module; and
// the surroundings of a forward pass without any adapter.
import { layerNorm, linear, rmsNorm, takeRows, tf } from "../engine/mod.ts";
import type { Dropout, Tensor, Values } from "../engine/mod.ts";
import { part } from "./loss.ts";
import type { Batch, Forward } from "./model.ts";

/** Layer norm over the last axis with `<name>.weight` and `<name>.bias`. */
export function norm(f: Forward, module: { name: string; epsilon: number }, x: Tensor): Tensor {
  const { name, epsilon } = module;
  return layerNorm(x, f.weight(`${name}.weight`), f.weight(`${name}.bias`), epsilon);
}

/** [B, S, H] → [B, H] */
export function firstToken(x: Tensor): Tensor {
  const [batch, , width] = x.shape as [number, number, number];
  return tf.reshape(tf.slice(x, [0, 0, 0], [batch, 1, width]), [batch, width]);
}

/** The rows that `masked_positions` names: [B, S, width] → [B · K, width] */
export function maskedRows(x: Tensor, batch: Batch): Tensor {
  const [count, length, width] = x.shape as [number, number, number];
  return takeRows(tf.reshape(x, [count * length, width]), part(batch, "masked_positions"));
}

/** The same surroundings, with names seen from inside `module`. */
export function within(f: Forward, module: string): Forward {
  return {
    weight: (name) => f.weight(`${module}.${name}`),
    linear: (name, x, form) => f.linear(`${module}.${name}`, x, form),
    dropout: f.dropout,
  };
}

/** The input, and what each layer makes of the one before: `count` + 1 tensors. */
export function hiddenStatesOf(
  input: Tensor,
  count: number,
  encode: (x: Tensor, layer: number) => Tensor,
): [Tensor[], Tensor] {
  const states = [input];
  let last = input;
  for (let layer = 0; layer < count; layer++) {
    last = encode(last, layer);
    states.push(last);
  }
  return [states, last];
}

/** Norm by the root of the mean square, over the last axis, with `<name>.weight`. */
export function rootNorm(f: Forward, module: { name: string; epsilon: number }, x: Tensor): Tensor {
  return rmsNorm(x, f.weight(`${module.name}.weight`), module.epsilon);
}

/** Weights as they are. `dropout` is left out in evaluation. */
export function plainForward(values: Values, dropout: Dropout = (x) => x): Forward {
  return {
    weight: values,
    linear: (module, x, { bias = true, transposed = false } = {}) => {
      const weight = values(`${module}.weight`);
      const added = bias ? values(`${module}.bias`) : undefined;
      return linear(x, transposed ? tf.transpose(weight) : weight, added);
    },
    dropout: (x, rate) => rate === 0 ? x : dropout(x, rate),
  };
}

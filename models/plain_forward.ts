// The forward pass's surroundings without any adapter.
import { linear, tf } from "../engine/mod.ts";
import type { Dropout, Values } from "../engine/mod.ts";
import type { Forward } from "./model.ts";

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

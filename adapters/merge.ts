// The forward pass and the weights of a model whose matrices have updates.
import { tf } from "../engine/mod.ts";
import type { Dropout, Tensor, Values } from "../engine/mod.ts";
import { plainForward } from "../models/mod.ts";
import type { Forward } from "../models/mod.ts";
import type { Update } from "./method.ts";

/** The updates of a model, by module. */
export type Updates = ReadonlyMap<string, Update>;

/** The plain forward pass, with what each update adds to its module's output. */
export function adaptedForward(updates: Updates, values: Values, dropout?: Dropout): Forward {
  const plain = plainForward(values, dropout);
  const linear: Forward["linear"] = (module, x, bias) => {
    const y = plain.linear(module, x, bias);
    const update = updates.get(module);
    return update === undefined ? y : tf.add(y, update.apply(x, values));
  };
  return { ...plain, linear };
}

/** `<module>.weight` with the update folded in, for each module that has one. */
export function mergedWeights(updates: Updates, values: Values): Record<string, Tensor> {
  const entries = [...updates].map(([module, update]) => {
    const name = `${module}.weight`;
    return [name, update.fold(values(name), values)] as const;
  });
  return Object.fromEntries(entries);
}

// What plans say of values at hand: specifications of inputs, and constants whose bytes are in the graph.
import type { Frozen, TensorSpec } from "../engine/mod.ts";
import type { Value } from "../engine/run.ts";
import type { Model } from "../adapters/mod.ts";

/** Values by name. */
export type Values = Readonly<Record<string, Value>>;

/** Name, shape and type of each value. */
export function specsOf(values: Values): TensorSpec[] {
  return Object.entries(values).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
}

/** Weights of a model as constants. */
export function constantsOf(model: Pick<Model, "weights">, names: readonly string[]): Frozen[] {
  return names.map((name) => {
    const { shape, dtype, data } = model.weights(name);
    const bytes = new Uint8Array(data.slice().buffer);
    return { name, shape, dtype, source: { kind: "bytes", bytes } };
  });
}

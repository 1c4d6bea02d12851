// Draws the weights of a model that no checkpoint gives.
import type { Value } from "../engine/mod.ts";
import { stream } from "../random/mod.ts";
import type { Key, Stream } from "../random/mod.ts";
import type { Weight } from "./model.ts";

/**
 * One float32 value per weight, by name. Each weight has a stream of its own, keyed by its name, so that
 * adding a weight changes no other.
 * @param range standard deviation of drawn weights, the config's `initializer_range`
 * @param key what the draw is for, such as `[seed]`
 */
export function initialize(
  weights: readonly Weight[],
  range: number,
  key: Key,
): Record<string, Value> {
  return Object.fromEntries(weights.map((weight) => {
    const draws = stream("initialize", ...key, weight.name);
    return [weight.name, {
      shape: weight.shape,
      dtype: "float32",
      data: draw(weight, range, draws),
    }];
  }));
}

function draw(weight: Weight, range: number, draws: Stream): Float32Array {
  const count = weight.shape.reduce((product, extent) => product * extent, 1);
  const data = new Float32Array(count);
  if (weight.init === "zeros") return data;
  if (weight.init === "ones") return data.fill(1);
  const next = drawer(weight, range, draws);
  for (let index = 0; index < count; index++) data[index] = next();
  return withZeroRow(data, weight);
}

/** One number of the weight's distribution at each call. */
function drawer(weight: Weight, range: number, draws: Stream): () => number {
  const { init, spread = 1, bound = 0 } = weight;
  if (init === "uniform") return () => bound * (2 * draws.uniform() - 1);
  const deviation = range * spread;
  if (init === "normal") return () => deviation * draws.normal();
  return () => deviation * truncated(deviation, draws);
}

/** torch's `trunc_normal_` cuts at ±2 of the weight itself, not at two standard deviations. */
function truncated(range: number, draws: Stream): number {
  let value = draws.normal();
  while (Math.abs(range * value) > 2) value = draws.normal();
  return value;
}

function withZeroRow(data: Float32Array, weight: Weight): Float32Array {
  if (weight.zeroRow === undefined) return data;
  const width = data.length / (weight.shape[0] as number);
  return data.fill(0, weight.zeroRow * width, (weight.zeroRow + 1) * width);
}

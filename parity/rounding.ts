// How far rounding alone moves a training: the same one again, from weights that differ in their last places.
//
// AdamW's step is rate · m / √v, of the same size for every gradient. Where moments are new and a gradient
// is as good as zero, its sign and the step that follows are decided by the order in which somebody adds,
// and a chain hands that on to every later link. torch itself gives another step on another kind of CPU:
// trajectories/gpt2-qv-cola-reset has an element that its float64 run puts 1.4 % away from its float32 run,
// against a tolerance of 0.01 %. No program can be nearer to the reference there than the reference is to
// itself. So a comparison that fails asks how far each number moves when nothing but last places do, and
// takes that off the distance. A wrong constant or rule moves numbers that rounding does not.
import type { Value } from "../engine/run.ts";
import { stream } from "../random/mod.ts";
import type { Compared } from "./measure.ts";
import type { LoadedModel } from "./reference_model.ts";

/** Runs from which the movement of each number is taken. */
export const shakes = 8;

/** Units in the last place, up or down: about what a sum of a hundred float32 numbers loses. */
const places = 4;

/** Numbers below have no last place to speak of. */
const least = 1e-30;

/** The reference has rounded in its own way too. */
const margin = 2;

/** More than this share of numbers beyond the tolerance is no rounding; nothing is asked then. */
export const mostUndetermined = 0.05;

/** The model with each weight a few units in the last place up or down, or as it is. */
export function shaken(model: LoadedModel, shake: number): LoadedModel {
  const entries = Object.entries(model.values).map(([name, value]) =>
    [name, shakenValue(value, name, shake)] as const
  );
  const values: Readonly<Record<string, Value>> = Object.fromEntries(entries);
  return { ...model, values, weights: (name) => values[name] ?? model.weights(name) };
}

/** Zeros stay, and what is next to them. */
function shakenValue(value: Value, name: string, shake: number): Value {
  const draws = stream("parity", "shake", shake, name);
  const data = Float32Array.from(value.data);
  const bits = new Int32Array(data.buffer);
  for (let index = 0; index < bits.length; index++) {
    if (Math.abs(data[index] as number) < least) continue;
    bits[index] = (bits[index] as number) + draws.below(2 * places + 1) - places;
  }
  return { ...value, data };
}

/** The places of a run with the slack that the same places of shaken runs, in the same order, show. */
export function withSlack(
  run: readonly Compared[],
  others: readonly (readonly Compared[])[],
): Compared[] {
  return run.map((place, index) => {
    const moved = others.map((other) => other[index]?.actual ?? []);
    const slack = Float64Array.from(place.actual ?? [], (value, element) => {
      const gaps = moved.map((other) => Math.abs((other[element] ?? value) - value));
      return margin * Math.max(0, ...gaps);
    });
    return { ...place, slack };
  });
}

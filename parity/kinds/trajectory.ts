// A training: steps of AdamW with a method on a model, from the reference's own draws.
import { traceForward } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { beyond, type Compared, largest, measure } from "../measure.ts";
import { type Adapted, logitsPlan, runOnce } from "../plans.ts";
import { bestElements, type Tensors } from "../reference_file.ts";
import type { LoadedModel } from "../reference_model.ts";
import { train, type Trained } from "../train.ts";
import { readSetup, type Setup } from "../trajectory_setup.ts";
import { comparedTensors, ownDraws } from "../trajectory_tensors.ts";
import { stream } from "../../random/mod.ts";

/** The method `method` in its `variant` on `model`, trained on `batches`; its results in `tensors`. */
export const trajectory: Kind = { check };

/** The checks of a training, and what each compares. */
const names = ["losses", "tensors", "logits"] as const;

type Places = Readonly<Record<typeof names[number], readonly Compared[]>>;

/** A training whose numbers are off, but few of them, is asked what rounding alone does to it. */
async function check(context: CaseContext): Promise<Check[]> {
  const setup = await readSetup(context);
  const limits = names.map((name) => ({ name, ...context.tolerance(name) }));
  const places = await placesOf(setup, setup.adapted);
  const checks = limits.map((limit) => measure(limit, places[limit.name]));
  const off = limits.map((limit) => beyond(limit, places[limit.name]));
  const share = sum(off.map(({ count }) => count)) / sum(off.map(({ of }) => of));
  if (share === 0 || share > mostUndetermined) return checks;
  const runs: Places[] = [];
  for (let shake = 0; shake < shakes; shake++) {
    runs.push(await placesOf(setup, setup.adapt(shaken(setup.model, shake)).adapted));
  }
  return limits.map((limit) => {
    const others = runs.map((run) => run[limit.name]);
    return measure(limit, withSlack(places[limit.name], others));
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function placesOf(setup: Setup, adapted: Adapted): Promise<Places> {
  const { tensors, reading, own } = setup;
  const trained = await train(adapted, setup.recipe);
  return {
    losses: comparedLosses(tensors, trained),
    tensors: [
      ...ownDraws(reading.method, own.attachment, tensors),
      ...await comparedTensors({ ...setup, adapted }, trained),
    ],
    logits: [await comparedLogits(setup, adapted, trained)],
  };
}

/** In units of the largest loss, as "relative" is defined: one place a step. */
function comparedLosses(tensors: Tensors, { losses }: Trained): Compared[] {
  const expected = Array.from(bestElements(tensors, "losses"));
  const scale = largest(expected);
  const steps = Math.max(expected.length, losses.length);
  return Array.from({ length: steps }, (_, step) => ({
    place: `step ${step}`,
    actual: losses.slice(step, step + 1),
    expected: expected.slice(step, step + 1),
    scale,
  }));
}

/** The logits of the first batch after the last step. */
async function comparedLogits(
  { tensors, recipe: { batches: [batch = {}] } }: Setup,
  adapted: Adapted,
  { values }: Trained,
): Promise<Compared> {
  const { logits } = await runOnce(traceForward(logitsPlan(adapted, batch)), {
    ...batch,
    ...values,
  });
  const place = "logits.final";
  return { place, actual: logits?.data, expected: bestElements(tensors, place) };
}

/** Runs from which the movement of each number is taken. */
const shakes = 8;

/** Units in the last place, up or down: about what a sum of a hundred float32 numbers loses. */
const places = 4;

/** Numbers below have no last place to speak of. */
const least = 1e-30;

/** The reference has rounded in its own way too. */
const margin = 2;

/** More than this share of numbers beyond the tolerance is no rounding; nothing is asked then. */
const mostUndetermined = 0.05;

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

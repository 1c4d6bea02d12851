// A training: steps of AdamW with a method on a model, from the reference's own draws.
import { traceForward } from "../../engine/mod.ts";
import { type Adapted, logitsPlan } from "../adapted_plans.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { beyond, type Compared, largest, measure } from "../measure.ts";
import { bestElements, type Tensors } from "../reference_file.ts";
import { mostUndetermined, shaken, shakes, withSlack } from "../rounding.ts";
import { runOnce } from "../run_graph.ts";
import { train, type Trained } from "../train.ts";
import { readSetup, type Setup } from "../trajectory_setup.ts";
import { comparedTensors, ownDraws } from "../trajectory_tensors.ts";

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

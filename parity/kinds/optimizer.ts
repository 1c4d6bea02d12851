// AdamW on given gradients: the parameters after each step, and both moments at the end.
import { z } from "zod";
import { traceTrainingStep } from "../../engine/mod.ts";
import type { Session, Value } from "../../engine/run.ts";
import { givenGradientsPlan } from "../given_gradients.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { type Compared, measure } from "../measure.ts";
import { momentsOf } from "../model_plans.ts";
import { adamwOf, optimizerFacts } from "../optimizer_constants.ts";
import { openTensors, readJson, type Tensors } from "../reference_file.ts";
import { sessionOf } from "../run_graph.ts";
import type { Values } from "../specs.ts";

const factsSchema = z.object({
  cases: z.record(
    z.string(),
    z.object({
      steps: z.int().positive(),
      params: z.array(z.string()).nonempty(),
      ...optimizerFacts,
      lr: z.number(),
      "weight_decay": z.number(),
    }),
  ),
});

type Settings = z.infer<typeof factsSchema>["cases"][string];

/** Each case of `facts` names its parameters; `<case>.f32.<parameter>.step<t>` in `tensors` is theirs. */
export const optimizer: Kind = {
  async check(context: CaseContext): Promise<Check[]> {
    const { cases } = await readJson(context.file("facts"), factsSchema);
    const tensors = await openTensors(context.file("tensors"));
    const places: Compared[] = [];
    for (const [name, settings] of Object.entries(cases)) {
      places.push(...await placesOf({ name, settings, tensors }));
    }
    return [measure({ name: "tensors", ...context.tolerance("tensors") }, places)];
  },
};

interface Run {
  readonly name: string;
  readonly settings: Settings;
  readonly tensors: Tensors;
}

async function placesOf(run: Run): Promise<Compared[]> {
  const { name, settings, tensors } = run;
  const start = eachOf(settings.params, (param) => tensors.value(`${name}.f32.${param}.step0`));
  const session = await sessionOf(traceTrainingStep(givenGradientsPlan(start, {
    adamw: adamwOf(settings),
    clip: null,
    weightDecay: settings.weight_decay,
  })));
  try {
    return await stepped(run, session, start);
  } finally {
    await session.close();
  }
}

async function stepped(
  { name, settings, tensors }: Run,
  session: Session,
  start: Values,
): Promise<Compared[]> {
  const places: Compared[] = [];
  const compare = (place: string, actual: Value | undefined) =>
    places.push({ place, actual: actual?.data, expected: tensors.elements(place) });
  let state: Values = { ...start, ...momentsOf(start) };
  for (let step = 1; step <= settings.steps; step++) {
    const hyper = hyperOf(settings, step);
    const gradients = settings.params.map((param) =>
      [`grad/${param}`, tensors.value(`${name}.grad.${param}.step${step}`)] as const
    );
    const outputs = await session.run({ ...state, ...Object.fromEntries(gradients), hyper });
    state = eachOf(Object.keys(state), (key) => outputs[`${key}.next`] as Value);
    for (const param of settings.params) compare(`${name}.f32.${param}.step${step}`, state[param]);
  }
  for (const param of settings.params) {
    compare(`${name}.f32.${param}.exp_avg`, state[`m/${param}`]);
    compare(`${name}.f32.${param}.exp_avg_sq`, state[`v/${param}`]);
  }
  return places;
}

function hyperOf(settings: Settings, step: number): Value {
  const { beta1, beta2 } = adamwOf(settings);
  const corrections = [beta1, beta2].map((beta) => 1 / (1 - beta ** step));
  return { shape: [3], dtype: "float32", data: Float32Array.of(...corrections, settings.lr) };
}

function eachOf(names: readonly string[], value: (name: string) => Value): Values {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

// AdamW on given gradients: the parameters after each step, and both moments at the end.
import { z } from "zod";
import { type StepPlan, type Tensor, tf, traceTrainingStep } from "../../engine/mod.ts";
import type { Session, Value } from "../../engine/run.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { type Compared, measure } from "../measure.ts";
import { adamwOf, optimizerFacts } from "../train.ts";
import { momentsOf, sessionOf, type Values } from "../plans.ts";
import { openTensors, readJson, type Tensors } from "../reference_file.ts";

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

/** Of what the optimizer moves, from its shapes: the loss is Σ p · g, so that the gradient of p is g. */
export function givenGradientsPlan(
  parameters: Values,
  settings: Pick<StepPlan, "adamw" | "clip"> & { readonly weightDecay: number },
): StepPlan {
  const { weightDecay, ...rest } = settings;
  const named = Object.entries(parameters).map(([name, { shape }]) => ({ name, shape }));
  return {
    batch: named.map(({ name, shape }) => ({ name: `grad/${name}`, shape, dtype: "float32" })),
    trained: named.map((each) => ({ ...each, group: 0 })),
    state: [],
    frozen: [],
    groups: [{ name: "all", rate: 1, weightDecay }],
    loss: (values, batch) =>
      tf.addN(
        named.map(({ name }) => tf.sum(tf.mul(values(name), batch[`grad/${name}`] as Tensor))),
      ),
    ...rest,
  };
}

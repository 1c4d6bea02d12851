// A model on one batch: logits, loss, hidden states, the gradient of every weight, and the epsilon of every norm.
import { z } from "zod";
import { type Graph, traceForward, traceTrainingStep } from "../../engine/mod.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { type Compared, largest, type Limit, measure, measureSame, type Same } from "../measure.ts";
import {
  bestElements,
  matchesAny,
  openTensors,
  parsed,
  type Tensors,
  valuesUnder,
} from "../reference_file.ts";
import { gradientFeeds, gradientPlan, runOnce, type Values, valuesPlan } from "../plans.ts";
import { type LoadedModel, openReference, readConfig } from "../reference_model.ts";

/** A hub model in `model`, its inputs (`in.*`) and what the reference made of them in `tensors`. */
export const model: Kind = { check };

/** Gradients that are zero in exact arithmetic are rounding, which no two programs share. */
const fields = z.object({ "ignore_gradients": z.array(z.string()).default([]) });

interface Opened {
  readonly model: LoadedModel;
  readonly batch: Values;
  readonly tensors: Tensors;
  readonly ignored: readonly string[];
}

async function check(context: CaseContext): Promise<Check[]> {
  const tensors = await openTensors(context.file("tensors"));
  const { ignore_gradients: ignored } = parsed(context.golden, {
    schema: fields,
    what: "the case",
  });
  const model = await openReference(context.file("model"), context);
  const opened = { model, batch: valuesUnder(tensors, "in."), tensors, ignored };
  const limit = (name: string) => ({ name, ...context.tolerance(name) });
  const graph = traceForward(valuesPlan(model, opened.batch));
  const values = await runOnce(graph, { ...opened.batch, ...model.values });
  const epsilons = comparedEpsilons(graph, (await readConfig(context.file("model"))).json);
  return [
    measure(limit("logits"), [comparedTo(opened, values, "logits")]),
    measure(limit("loss"), [comparedTo(opened, values, "loss")]),
    measure(limit("hidden_states"), hiddenStates(opened, values)),
    measure(limit("gradients"), await gradients(opened)),
    ...(epsilons.length === 0 ? [] : [measureSame(exactly("epsilons"), epsilons)]),
  ];
}

/** A check that no manifest asks for, and that allows nothing. */
function exactly(name: string): Limit {
  return { name, max: 0, as: "exact" };
}

function comparedTo({ tensors }: Opened, values: Values, name: string): Compared {
  return { place: name, actual: values[name]?.data, expected: bestElements(tensors, name) };
}

/** Each state where the mask is 1: what stands in a filled-up place never counts. */
function hiddenStates({ tensors, batch }: Opened, values: Values): Compared[] {
  const names = tensors.names.filter((name) =>
    /^(last_hidden_state|hidden_states\.\d+)$/.test(name)
  )
    .toSorted((a, b) => layerOf(a) - layerOf(b));
  const mask = batch["attention_mask"]?.data;
  return names.map((name) => {
    const expected = tensors.value(name);
    const width = expected.shape.at(-1) as number;
    const counts = (index: number) => mask === undefined || mask[Math.floor(index / width)] === 1;
    return { place: name, actual: values[name]?.data, expected: expected.data, counts };
  });
}

/** `hidden_states.2` → 2; the last state of all is behind every layer. */
function layerOf(name: string): number {
  return Number(/\.(\d+)$/.exec(name)?.[1] ?? Infinity);
}

/** In units of the largest gradient of the model; a weight without one in the reference has none. */
async function gradients({ model, batch, tensors, ignored }: Opened): Promise<Compared[]> {
  const graph = traceTrainingStep(gradientPlan(model, batch));
  const actual = await runOnce(graph, gradientFeeds(model, batch));
  const reference = Object.entries(valuesUnder(tensors, "grad."));
  const scale = Math.max(...reference.map(([, { data }]) => largest(data)));
  const idle = model.names.filter(({ name }) => !tensors.has(`grad.${name}`)).map(({ name }) =>
    [name, { data: new Float32Array(model.weights(name).data.length) }] as const
  );
  return [...reference, ...idle].filter(([name]) => !matchesAny(name, ignored)).map(
    ([name, { data }]) => (
      { place: `grad.${name}`, actual: actual[`m/${name}.next`]?.data, expected: data, scale }
    ),
  );
}

/**
 * Every norm of the graph, by the weight it reads, with its epsilon and that of the hub config (`layer_norm_eps`,
 * `rms_norm_eps`, `layer_norm_epsilon`); none where the config leaves it to a default.
 */
function comparedEpsilons(
  { nodes }: Pick<Graph, "nodes">,
  config: Readonly<Record<string, unknown>>,
): Same[] {
  const [told] = Object.entries(config).filter(([key]) => /_eps(ilon)?$/.test(key));
  if (told === undefined) return [];
  return nodes.flatMap(({ inputs: [, weight = "a norm"], attributes: { epsilon } }) => {
    if (epsilon === undefined) return [];
    const actual = typeof epsilon === "object" && "float" in epsilon ? epsilon.float : epsilon;
    return [{ place: weight, actual, expected: told[1] }];
  });
}

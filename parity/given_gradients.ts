// A training step whose gradients are what it is fed: the optimizer alone, without a model.
import { type StepPlan, type Tensor, tf } from "../engine/mod.ts";
import type { Values } from "./specs.ts";

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

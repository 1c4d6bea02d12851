// What a tiny model says with an adapter, without one, and with every trained number moved.
import type { Attachment } from "../../adapters/mod.ts";
import type { Value } from "../../engine/run.ts";
import { plainForward } from "../../models/mod.ts";
import { stream } from "../../random/mod.ts";
import { eager } from "./both_engines.ts";
import type { Values } from "./both_engines.ts";
import { type Adapted, logitsPlan, specsOf } from "../../parity/plans.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

/** The logits of the model with its adapter. */
export async function logitsOf(adapted: Adapted, batch: Values, values: Values): Promise<Value> {
  const { logits } = await eager.forward(logitsPlan(adapted, batch), { ...batch, ...values });
  return logits as Value;
}

/** The plain model; `replaced` weights stand in for the base's. */
export async function baseLogits(
  model: LoadedModel,
  batch: Values,
  replaced: Values = {},
): Promise<Value> {
  const { architecture, config, task } = model;
  const weights = Object.fromEntries(
    model.names.map(({ name }) => [name, replaced[name] ?? model.weights(name)]),
  );
  const { logits } = await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(weights),
    frozen: [],
    outputs: (values, tensors) => ({
      logits: architecture.forward(config, task, plainForward(values), tensors).logits,
    }),
  }, { ...batch, ...weights });
  return logits as Value;
}

/** The start of link 1 with every trained number moved a little. */
export function moved({ initial, trained }: Attachment): Values {
  const entries = trained.map(({ name }) => {
    const value = initial[name] as Value;
    const draws = stream("moved", name);
    const data = Float32Array.from(value.data, (element) => element + 0.1 * draws.normal());
    return [name, { ...value, data }];
  });
  return { ...initial, ...Object.fromEntries(entries) };
}

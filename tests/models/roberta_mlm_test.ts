// The masked-word head against the hub's RobertaForMaskedLM (tests/reference/roberta_mlm.py).
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { meanLoss, plainForward } from "../../models/mod.ts";
import { engines } from "../support/both_engines.ts";
import type { Engine, Values } from "../support/both_engines.ts";
import { assertClose, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan, specsOf } from "../../parity/plans.ts";
import { modelOf, withValues } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

const reference = fileURLToPath(new URL("../reference/roberta_mlm", import.meta.url));

interface Reference {
  readonly model: LoadedModel;
  readonly batch: Values;
  readonly zeroGradients: readonly string[];
  read(name: string): Promise<Value>;
}

async function open(): Promise<Reference> {
  const facts = JSON.parse(await Deno.readTextFile(`${reference}.json`));
  const file = await readSafetensors(`${reference}.safetensors`);
  const read = async (name: string) => await file.read(name);
  const base = modelOf("roberta", facts.config, { kind: "masked_lm", masked: facts.masked });
  const values: Record<string, Value> = {};
  for (const { name } of base.names) values[name] = await read(`weight.${name}`);
  const batch = {
    "input_ids": await read("in.input_ids"),
    "attention_mask": await read("in.attention_mask"),
    "masked_positions": await read("in.masked_positions"),
    labels: await read("in.masked_labels"),
  };
  const zeroGradients = facts.grads_that_are_mathematically_zero;
  return { model: withValues(base, values), batch, zeroGradients, read };
}

for (const engine of engines) {
  Deno.test(`roberta predicts masked words and loses as the hub's in ${engine.name}`, async () => {
    const opened = await open();
    const actual = await run(engine, opened);
    const [logits, loss] = [await opened.read("logits_f64"), await opened.read("loss_f64")];
    const used = logits.data.length * 11 / 12; // the last of the 12 slots is not used
    assertClose("logits", [
      { data: actual.logits?.data.slice(0, used) ?? [] },
      { data: logits.data.slice(0, used) },
    ], 1e-5 * largest(logits));
    assertClose("loss", [actual.loss, loss], 1e-6 * largest(loss));
    assert.equal(Math.abs(actual.losses?.data[11] ?? 1), 0, "an unused slot loses nothing");
  });

  Deno.test(`roberta's masked-word gradients equal the hub's in ${engine.name}`, async () => {
    const { model, batch, zeroGradients, read } = await open();
    const actual = await engine.step(gradientPlan(model, batch), gradientFeeds(model, batch));
    const names = model.names.map(({ name }) => name);
    const expected = await Promise.all(names.map((name) => read(`grad.${name}`)));
    const most = 1e-5 * Math.max(...expected.map(largest));
    names.forEach((name, index) => {
      if (zeroGradients.includes(name)) return;
      assertClose(`grad.${name}`, [actual[`m/${name}.next`], expected[index] as Value], most);
    });
  });
}

function run(engine: Engine, { model, batch }: Reference): Promise<Values> {
  const { architecture, config, task } = model;
  return engine.forward({
    batch: specsOf(batch),
    inputs: specsOf(model.values),
    frozen: [],
    outputs: (values, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(values), tensors);
      const losses = architecture.loss(task, outputs, tensors);
      return { logits: outputs.logits, losses, loss: meanLoss(task, losses, tensors) };
    },
  }, { ...batch, ...model.values });
}

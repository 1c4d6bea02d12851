// DeBERTa in the forms that no published model has, against the hub's classes (tests/reference/deberta_v2.py).
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { meanLoss, plainForward } from "../../models/mod.ts";
import type { Task } from "../../models/mod.ts";
import { engines } from "../support/both_engines.ts";
import type { Engine, Values } from "../support/both_engines.ts";
import { assertClose, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan, specsOf } from "../../parity/plans.ts";
import { modelOf, withValues } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

const reference = fileURLToPath(new URL("../reference/deberta_v2", import.meta.url));
const facts = JSON.parse(Deno.readTextFileSync(`${reference}.json`));
const tasks: Readonly<Record<string, Task>> = {
  regression: { kind: "regression" },
  classification: { kind: "sequence_classification", labels: 3 },
  masked: { kind: "masked_lm", masked: facts.masked },
};

interface Form {
  readonly model: LoadedModel;
  readonly batch: Values;
  read(name: string): Promise<Value>;
}

async function open(form: string): Promise<Form> {
  const { config, task } = facts.forms[form];
  const file = await readSafetensors(`${reference}.safetensors`);
  const read = async (name: string) => await file.read(`${form}/${name}`);
  const base = modelOf("deberta-v2", config, tasks[task] as Task);
  const hubs = [...file.tensors.keys()].filter((name) => name.startsWith(`${form}/weight.`));
  assert.equal(base.names.length, hubs.length);
  const values: Record<string, Value> = {};
  for (const { name } of base.names) values[name] = await read(`weight.${name}`);
  const start = `${form}/in.`;
  const fed = [...file.tensors.keys()].filter((name) => name.startsWith(start));
  const batch: Record<string, Value> = {};
  for (const name of fed) batch[name.slice(start.length)] = await file.read(name);
  return { model: withValues(base, values), batch, read };
}

for (const form of Object.keys(facts.forms)) {
  for (const engine of engines) {
    Deno.test(`deberta-v2 ${form}: values equal the hub's in ${engine.name}`, async () => {
      await checkValues(engine, await open(form));
    });
    Deno.test(`deberta-v2 ${form}: gradients equal the hub's in ${engine.name}`, async () => {
      await checkGradients(engine, await open(form));
    });
  }
}

async function checkValues(engine: Engine, { model, batch, read }: Form): Promise<void> {
  const { architecture, config, task } = model;
  const actual = await engine.forward({
    batch: specsOf(batch),
    inputs: specsOf(model.values),
    frozen: [],
    outputs: (values, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(values), tensors);
      const loss = meanLoss(task, architecture.loss(task, outputs, tensors), tensors);
      return { logits: outputs.logits, "last_hidden_state": outputs.lastHiddenState, loss };
    },
  }, { ...batch, ...model.values });
  const [logits, last] = [await read("logits_f64"), await read("last_hidden_state")];
  const used = task.kind === "masked_lm" ? logits.data.length * 5 / 6 : logits.data.length;
  const cut = (value?: Value) => ({ data: value?.data.slice(0, used) ?? [] });
  assertClose("logits", [cut(actual.logits), cut(logits)], 1e-5 * largest(logits));
  assertClose("last_hidden_state", [actual.last_hidden_state, last], 1e-5 * largest(last));
  assertClose(
    "loss",
    [actual.loss, await read("loss_f64")],
    1e-6 * largest(await read("loss_f64")),
  );
}

async function checkGradients(engine: Engine, { model, batch, read }: Form): Promise<void> {
  const actual = await engine.step(gradientPlan(model, batch), gradientFeeds(model, batch));
  const names = model.names.map(({ name }) => name);
  const expected = await Promise.all(names.map((name) => read(`grad.${name}`)));
  const most = 1e-5 * Math.max(...expected.map(largest));
  names.forEach((name, index) => {
    assertClose(name, [actual[`m/${name}.next`], expected[index] as Value], most);
  });
}

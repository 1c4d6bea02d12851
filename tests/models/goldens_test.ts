// Both architectures against the hub's own models: values and every gradient, on both engines.
import assert from "node:assert/strict";
import { readSafetensors } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { meanLoss, plainForward } from "../../models/mod.ts";
import type { ForwardPlan } from "../../engine/mod.ts";
import { engines } from "../support/both_engines.ts";
import type { Engine, Values } from "../support/both_engines.ts";
import { assertClose, largest } from "../support/closeness.ts";
import { eachGolden, goldenFolders } from "../support/goldens.ts";
import type { GoldenCase, GoldenFolder } from "../support/goldens.ts";
import { gradientFeeds, gradientPlan } from "../support/gradients.ts";
import { loadModel, namedOutputs, specsOf } from "../support/models.ts";
import type { LoadedModel } from "../support/models.ts";

const wanted = /^models\/(roberta-cls|roberta-reg|vit-cls|deit-tiny-cls|gpt2-lm)\//;

eachGolden(goldenFolders("model", wanted), (folder, golden) => {
  for (const engine of engines) {
    Deno.test(`${golden.id} of ${folder.name}: values equal the hub's in ${engine.name}`, async () => {
      await checkValues(engine, await open(folder, golden));
    });
    Deno.test(`${golden.id} of ${folder.name}: gradients equal the hub's in ${engine.name}`, async () => {
      await checkGradients(engine, await open(folder, golden));
    });
  }
});

interface Opened {
  readonly golden: GoldenCase;
  readonly model: LoadedModel;
  readonly batch: Values;
  readonly names: readonly string[];
  read(name: string): Promise<Value>;
}

async function open(folder: GoldenFolder, golden: GoldenCase): Promise<Opened> {
  const file = await readSafetensors(folder.path(golden.tensors));
  const read = async (name: string) => await file.read(name);
  const names = [...file.tensors.keys()];
  const batch: Record<string, Value> = {};
  for (const name of names.filter((each) => each.startsWith("in."))) {
    batch[name.slice("in.".length)] = await read(name);
  }
  return { golden, model: await loadModel(folder.path(golden.model)), batch, names, read };
}

function tolerance({ golden }: Opened, check: string): number {
  const found = golden.checks[check];
  assert.ok(found !== undefined, `${golden.id} has no tolerance for ${check}`);
  return found.max;
}

function valuesPlan({ model, batch }: Opened): ForwardPlan {
  const { architecture, config, task } = model;
  return {
    batch: specsOf(batch),
    inputs: specsOf(model.values),
    frozen: [],
    outputs: (values, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(values), tensors);
      const loss = meanLoss(task, architecture.loss(task, outputs, tensors), tensors);
      return { ...namedOutputs(outputs), loss };
    },
  };
}

async function checkValues(engine: Engine, opened: Opened): Promise<void> {
  const { model, batch, names, read } = opened;
  const actual = await engine.forward(valuesPlan(opened), { ...batch, ...model.values });
  const expected = names.filter((name) =>
    /^(logits|last_hidden_state|hidden_states\.\d+)$/.test(name)
  );
  assert.ok(expected.length >= 5, "the case lacks hidden states");
  for (const name of expected) {
    const value = await read(name);
    const check = name === "logits" ? "logits" : "hidden_states";
    assertClose(name, [actual[name], value], tolerance(opened, check) * largest(value));
  }
  const loss = await read("loss_f64");
  assertClose("loss", [actual.loss, loss], tolerance(opened, "loss") * largest(loss));
}

async function checkGradients(engine: Engine, opened: Opened): Promise<void> {
  const { model, batch, golden, names, read } = opened;
  const actual = await engine.step(gradientPlan(model, batch), gradientFeeds(model, batch));
  const gradients = names.filter((name) => name.startsWith("grad."));
  assert.equal(gradients.length, model.names.length);
  const values = await Promise.all(gradients.map(read));
  const most = tolerance(opened, "gradients") * Math.max(...values.map(largest));
  gradients.forEach((gradient, index) => {
    const name = gradient.slice("grad.".length);
    if (golden.ignore_gradients?.includes(name)) return;
    assertClose(gradient, [actual[`m/${name}.next`], values[index] as Value], most);
  });
}

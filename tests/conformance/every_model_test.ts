// What holds for every architecture, the next one included.
import assert from "node:assert/strict";
import { tf } from "../../engine/mod.ts";
import type { Dropout, ForwardPlan } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import { architectures, initialize, plainForward } from "../../models/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import { eager, traced } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan, specsOf } from "../../parity/plans.ts";
import { modelOf, tinyConfig, tinyModel } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";
import { tinyArchitectures } from "../support/tiny_architectures.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  const { layers, sites, task, withoutGradient } = tinyArchitectures[name];

  Deno.test(`${name}: every weight has a gradient, and none a zero one but by mathematics`, async () => {
    const model = tinyModel(name);
    const batch = tinyBatch(model, "gradients");
    const outputs = await eager.step(gradientPlan(model, batch), gradientFeeds(model, batch));
    for (const weight of model.names) {
      const gradient = outputs[`m/${weight.name}.next`];
      assert.ok(gradient !== undefined, `${weight.name} has no gradient`);
      if (withoutGradient?.test(weight.name)) continue;
      assert.ok(largest(gradient) > 1e-7, `${weight.name} has a zero gradient`);
    }
  });

  Deno.test(`${name}: one traced step equals the eager one on two different batches`, async () => {
    const model = tinyModel(name);
    const losses = new Set<number>();
    const plan = gradientPlan(model, tinyBatch(model, "one"));
    for (const key of ["one", "two"]) {
      const feeds = gradientFeeds(model, tinyBatch(model, key));
      const [ours, theirs] = [await traced.step(plan, feeds), await eager.step(plan, feeds)];
      for (const output of Object.keys(theirs).filter((each) => each.startsWith("m/"))) {
        const expected = theirs[output] as Value;
        assertClose(output, [ours[output], expected], 1e-5 * (largest(expected) + 0.1));
      }
      losses.add(ours.loss?.data[0] as number);
    }
    assert.equal(losses.size, 2, "the batch is baked into the graph");
  });

  Deno.test(`${name}: targets are linear weights of the backbone, of the shape they say`, () => {
    const { architecture, config, names } = tinyModel(name);
    const shapes = new Map(names.map((weight) => [weight.name, weight.shape]));
    const targets = architecture.targets(config);
    const { own } = architecture.head(config, task);
    assert.equal(targets.length, 2 * layers.targets);
    for (const { module, in: width, out, transposed = false, from } of targets) {
      const shape = shapes.get(`${module}.weight`);
      const [outputs = 0, inputs] = transposed ? (shape ?? []).toReversed() : shape ?? [];
      assert.equal(inputs, width);
      assert.ok(from === undefined ? outputs === out : from + out <= outputs);
      assert.ok(!own.includes(`${module}.weight`));
    }
  });

  Deno.test(`${name}: the head alone depends on the number of labels`, () => {
    const { architecture, config } = tinyModel(name);
    if (!("labels" in task)) return assert.deepEqual(architecture.head(config, task).own, []);
    const shapesFor = (labels: number) => modelOf(name, tinyConfig(name), { ...task, labels });
    const [three, nine] = [shapesFor(3), shapesFor(9)];
    const changed = three.names.filter((weight, index) =>
      String(weight.shape) !== String(nine.names[index]?.shape)
    );
    assert.ok(changed.length > 0);
    const { own } = three.architecture.head(three.config, task);
    assert.ok(changed.every((weight) => own.includes(weight.name)));
  });

  Deno.test(`${name}: training drops at every site of the hub's code and at its rate`, async () => {
    const seen: number[] = [];
    await eager.forward(dropoutPlan(name, (x, rate) => (seen.push(rate), x)), feedsOf(name));
    assert.deepEqual(seen, sites);
  });

  Deno.test(`${name}: a dropout of everything changes the outcome`, async () => {
    const whole = await eager.forward(dropoutPlan(name, (x) => x), feedsOf(name));
    const nothing = await eager.forward(dropoutPlan(name, (x) => tf.zerosLike(x)), feedsOf(name));
    assert.throws(() => assertSame("logits", whole.logits, nothing.logits as Value));
  });

  Deno.test(`${name}: a layer is dropped from the hub's config by one key`, () => {
    const count = (some: number) =>
      modelOf(name, { ...tinyConfig(name), [layers.key]: some }, task).names.length;
    assert.equal(count(3) - count(2), count(2) - count(1));
    assert.equal(count(2) - count(1), layers.tensors);
  });

  Deno.test(`${name}: initialize() draws each weight from a stream of its own`, () => {
    const { names } = tinyModel(name);
    const all = initialize(names, 0.02, [12]);
    const last = names.findLast(({ init }) => init.endsWith("normal"));
    assert.ok(last !== undefined);
    assert.deepEqual(initialize([last], 0.02, [12])[last.name], all[last.name]);
    assert.notDeepEqual(initialize([last], 0.02, [22])[last.name], all[last.name]);
  });
}

function droppingModel(name: ArchitectureName): LoadedModel {
  const { rates, task } = tinyArchitectures[name];
  const { config } = modelOf(name, { ...tinyConfig(name), ...rates }, task);
  return { ...tinyModel(name), config };
}

function dropoutPlan(name: ArchitectureName, dropout: Dropout): ForwardPlan {
  const { architecture, config, task, values } = droppingModel(name);
  return {
    batch: specsOf(tinyBatch(tinyModel(name), "dropout")),
    inputs: specsOf(values),
    frozen: [],
    outputs: (weights, batch) => ({
      logits: architecture.forward(config, task, plainForward(weights, dropout), batch).logits,
    }),
  };
}

function feedsOf(name: ArchitectureName) {
  const model = tinyModel(name);
  return { ...tinyBatch(model, "dropout"), ...model.values };
}

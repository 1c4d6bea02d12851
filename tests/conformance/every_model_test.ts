// What holds for every architecture, the next one included.
import assert from "node:assert/strict";
import { tf } from "../../engine/mod.ts";
import type { Dropout, ForwardPlan } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import { architectures, initialize, plainForward } from "../../models/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import { eager, traced } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan } from "../support/gradients.ts";
import { modelOf, specsOf, tinyConfig, tinyModel, tinyTask } from "../support/models.ts";
import type { LoadedModel } from "../support/models.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

/** Adaptable dropout sites of a tiny model with two layers, as the hub's code has them. */
const dropoutSites: Readonly<Record<ArchitectureName, number>> = {
  vit: 1 + 2 * 3, // embeddings; probabilities, attention output, layer output
  roberta: 1 + 2 * 3 + 2, // and twice in the classifier
};

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  Deno.test(`${name}: every weight has a gradient, and none but key biases a zero one`, async () => {
    const model = tinyModel(name);
    const batch = tinyBatch(model, "gradients");
    const outputs = await eager.step(gradientPlan(model, batch), gradientFeeds(model, batch));
    for (const weight of model.names) {
      const gradient = outputs[`m/${weight.name}.next`];
      assert.ok(gradient !== undefined, `${weight.name} has no gradient`);
      if (weight.name.endsWith("key.bias")) continue; // softmax does not see them
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
    assert.equal(targets.length, 2 * 4);
    for (const target of targets) {
      assert.deepEqual(shapes.get(`${target.module}.weight`), [target.out, target.in]);
      assert.ok(!architecture.isHead(`${target.module}.weight`));
    }
  });

  Deno.test(`${name}: the head alone depends on the number of labels`, () => {
    const shapesFor = (labels: number) => {
      const task = { ...tinyTask(name), labels } as LoadedModel["task"];
      return modelOf(name, tinyConfig(name), task);
    };
    const [three, nine] = [shapesFor(3), shapesFor(9)];
    const changed = three.names.filter((weight, index) =>
      String(weight.shape) !== String(nine.names[index]?.shape)
    );
    assert.ok(changed.length > 0);
    assert.ok(changed.every((weight) => three.architecture.isHead(weight.name)));
  });

  Deno.test(`${name}: training drops at every site of the hub's code and at its rate`, async () => {
    const rates: number[] = [];
    await eager.forward(dropoutPlan(name, (x, rate) => (rates.push(rate), x)), feedsOf(name));
    assert.deepEqual(rates, Array.from({ length: dropoutSites[name] }, (_, site) => rateAt(site)));
  });

  Deno.test(`${name}: a dropout of everything changes the outcome`, async () => {
    const whole = await eager.forward(dropoutPlan(name, (x) => x), feedsOf(name));
    const nothing = await eager.forward(dropoutPlan(name, (x) => tf.zerosLike(x)), feedsOf(name));
    assert.throws(() => assertSame("logits", whole.logits, nothing.logits as Value));
  });

  Deno.test(`${name}: a layer is dropped from the hub's config by one key`, () => {
    const count = (layers: number) =>
      modelOf(name, { ...tinyConfig(name), "num_hidden_layers": layers }, tinyTask(name)).names
        .length;
    assert.equal(count(3) - count(2), count(2) - count(1));
    assert.equal(count(2) - count(1), 16);
  });

  Deno.test(`${name}: initialize() draws each weight from a stream of its own`, () => {
    const { names } = tinyModel(name);
    const all = initialize(names, 0.02, [12]);
    const [last] = names.slice(-2);
    assert.ok(last !== undefined);
    assert.deepEqual(initialize([last], 0.02, [12])[last.name], all[last.name]);
    assert.notDeepEqual(initialize([last], 0.02, [22])[last.name], all[last.name]);
  });
}

const attentionRate = 0.3;
const hiddenRate = 0.2;

/** Embeddings, then per layer probabilities and two outputs, then the head. */
function rateAt(site: number): number {
  return site < 7 && site % 3 === 1 ? attentionRate : hiddenRate;
}

function droppingModel(name: ArchitectureName): LoadedModel {
  const rates = {
    "hidden_dropout_prob": hiddenRate,
    "attention_probs_dropout_prob": attentionRate,
  };
  const { config } = modelOf(name, { ...tinyConfig(name), ...rates }, tinyTask(name));
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

// The linear maps of a model are those that its forward pass computes through `linear()`, where an adapter can reach them.
import assert from "node:assert/strict";
import {
  type ArchitectureName,
  architectures,
  backboneTargets,
  type Forward,
  linearTargets,
  plainForward,
  type Task,
} from "../../models/mod.ts";
import { specsOf } from "../../parity/plans.ts";
import { eager } from "../support/both_engines.ts";
import { tinyModel, tinyTask } from "../support/models.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

async function computed(name: ArchitectureName, task: Task): Promise<Set<string>> {
  const model = tinyModel(name, task);
  const weights = Object.fromEntries(
    model.names.map((each) => [each.name, model.weights(each.name)]),
  );
  const batch = tinyBatch(model, "linear");
  const seen = new Set<string>();
  await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(weights),
    frozen: [],
    outputs: (values, tensors) => {
      const plain = plainForward(values);
      const linear: Forward["linear"] = (module, x, form) => {
        seen.add(module);
        return plain.linear(module, x, form);
      };
      const { logits } = model.architecture.forward(
        model.config,
        task,
        { ...plain, linear },
        tensors,
      );
      return { logits };
    },
  }, { ...batch, ...weights });
  return seen;
}

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  Deno.test(`${name}: every linear map that is listed is computed where adapters are, and no other`, async () => {
    const task = tinyTask(name);
    const { architecture, config } = tinyModel(name, task);
    const listed = linearTargets(architecture, config, task).map(({ module }) => module);
    assert.deepEqual([...new Set(listed)].sort(), [...await computed(name, task)].sort());
  });
}

Deno.test("backboneTargets() leaves out what a task trains whole", () => {
  for (const name of Object.keys(architectures) as ArchitectureName[]) {
    const { architecture, config } = tinyModel(name);
    const own = architecture.head(config, architecture.usualTask).own;
    const modules = backboneTargets(architecture, config).map(({ module }) => `${module}.weight`);
    assert.ok(modules.every((each) => !own.includes(each)), name);
  }
});

// The modules that an adapter may change are the library's, and wishes mean what stock `peft` makes of them
// (tests/reference/peft_modules.py).
import assert from "node:assert/strict";
import vectors from "../reference/peft_modules.json" with { type: "json" };
import { moduleSettings } from "../../adapters/peft/adapted_modules.ts";
import { readPeftConfig } from "../../adapters/peft/peft_config.ts";
import { type AdaptedModel, isLiveName, moduleNames } from "../../adapters/peft/spelled_names.ts";
import { moduleSpellings } from "../../adapters/peft/spelled_names.ts";
import { architectures, backboneTargets, type Task } from "../../models/mod.ts";
import { chooseTargets } from "../../adapters/mod.ts";

type Wish = string | string[];

interface Case {
  readonly "model_type": keyof typeof architectures;
  readonly config: Readonly<Record<string, unknown>>;
  readonly task: string;
  readonly "task_type": string | null;
  readonly linear: readonly string[];
  readonly wishes: readonly (readonly [Wish, readonly string[] | null])[];
}

function modelOf({ model_type: name, config, task }: Case): AdaptedModel {
  const architecture = architectures[name];
  const parsed = architecture.parseConfig(config);
  assert.ok(parsed.ok);
  const labelled = { kind: task, labels: 3 } as Task;
  return { architecture, config: parsed.value, task: labelled };
}

/** As the library calls them: with its prefix, and under transformers 5. */
function liveModules(model: AdaptedModel, taskType: string | null) {
  const ours = moduleSpellings(model);
  return moduleNames(model, taskType).filter(({ name }) => {
    const module = ours.get(name) ?? name;
    return isLiveName(model, name, module) &&
      (model.architecture.name !== "vit" || !/encoder/.test(name));
  });
}

for (const each of vectors.cases as unknown as Case[]) {
  const title = `${each.model_type} for ${each.task} ${Object.keys(each.config).length}`;

  Deno.test(`${title}: its linear maps are those of transformers`, () => {
    const model = modelOf(each);
    const names = liveModules(model, each.task_type).map(({ name }) => name);
    assert.deepEqual([...new Set(names)].sort(), each.linear);
  });

  Deno.test(`${title}: a wish means the modules that peft adapts`, () => {
    const model = modelOf(each);
    for (const [wish, adapted] of each.wishes) {
      // A refusal of peft's own: nothing fits, or what fits is no linear map.
      if (adapted === null) continue;
      const saved = each.task_type === "SEQ_CLS" ? ["classifier", "score"] : null;
      const config = readPeftConfig({
        "peft_type": "LORA",
        "target_modules": wish,
        "modules_to_save": saved,
        "task_type": each.task_type,
      });
      assert.ok(config.ok);
      const settings = moduleSettings(config.value, liveModules(model, each.task_type));
      assert.ok(settings.ok);
      const found = [...settings.value].filter(([, { isAdapted }]) => isAdapted).map(([name]) =>
        name
      );
      assert.deepEqual(found.sort(), adapted, JSON.stringify(wish));
    }
  });
}

Deno.test("a study's target `dense` names BERT's pooler, and no task's own map", () => {
  const model = modelOf(
    vectors.cases.find(({ model_type: name }) => name === "bert") as unknown as Case,
  );
  const chosen = chooseTargets(backboneTargets(model.architecture, model.config), ["dense"]);
  assert.ok(chosen.ok);
  const names = chosen.value.map(({ name }) => name);
  assert.ok(names.includes("bert.pooler.dense"));
  assert.equal(names.length, 7);
});

Deno.test("chooseTargets() reads patterns as Python does, and names what it cannot read", () => {
  const model = modelOf(
    vectors.cases.find(({ model_type: name }) => name === "bert") as unknown as Case,
  );
  const choose = (wish: string) =>
    chooseTargets(backboneTargets(model.architecture, model.config), [wish]);
  const query = choose(".*\\.(?P<which>query)\\Z");
  assert.equal(query.ok && query.value.length, 2);
  const refused = choose("(a)\\1");
  assert.equal(!refused.ok && refused.reason, "unsupported-pattern");
  for (const wish of ["constructor", "__proto__", "toString"]) assert.ok(!choose(wish).ok);
});

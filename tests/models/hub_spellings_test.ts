// What transformers 4 and 5 write for one model is read as one model.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { traceForward } from "../../engine/mod.ts";
import { architectures, plainForward } from "../../models/mod.ts";
import type { ArchitectureName, Config } from "../../models/mod.ts";
import { type LoadedModel, openReference } from "../../parity/reference_model.ts";
import { eachCase, referenceFolders } from "../support/reference_folders.ts";

function accepted(name: ArchitectureName, json: unknown): Config {
  const parsed = architectures[name].parseConfig(json);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  return parsed.value;
}

const models = (await referenceFolders()).map((folder) => ({
  ...folder,
  cases: folder.cases.filter((each, index, all) =>
    each.kind === "model" && hasBoth(join(folder.path, String(each.model))) &&
    all.findIndex(({ model }) => model === each.model) === index
  ),
}));

/** Cases that a script made for one model have only what the hub has. */
function hasBoth(model: string): boolean {
  return existsSync(join(model, "config.v5.json"));
}

eachCase(models, (folder, { model: path }) => {
  Deno.test(`${path} of ${folder.name}: both spellings of transformers give one graph`, async () => {
    const place = join(folder.path, String(path));
    const model = await openReference(place);
    const read = async (file: string) => JSON.parse(await Deno.readTextFile(join(place, file)));
    const [four, five] = [await read("config.json"), await read("config.v5.json")];
    assert.notDeepEqual(four, five);
    const graphs = [four, five].map((each) => graphOf(model, accepted(each.model_type, each)));
    assert.deepEqual(graphs[0], graphs[1]);
  });
});

/** What the model computes when its config is this one, as bytes. */
function graphOf({ architecture, task }: LoadedModel, config: Config): Uint8Array {
  return traceForward({
    batch: architecture.batch(config, task, { batch: 2, length: 9 }),
    inputs: architecture.weights(config, task).map(({ name, shape }) => ({
      name,
      shape,
      dtype: "float32",
    })),
    frozen: [],
    outputs: (values, batch) => ({
      logits: architecture.forward(config, task, plainForward(values), batch).logits,
    }),
  }).bytes;
}

const same: readonly [ArchitectureName, Record<string, unknown>, Record<string, unknown>][] = [
  ["vit", { "torch_dtype": "float32" }, { "dtype": "float32", "transformers_version": "5.23.0" }],
  ["roberta", { "torch_dtype": "float16", "dtype": "float16" }, { "_name_or_path": "there" }],
  ["roberta", { "pad_token_id": 1, "problem_type": null }, { "architectures": ["RobertaModel"] }],
  ["deberta-v2", { "pos_att_type": "p2c|c2p" }, { "pos_att_type": ["p2c", "c2p"] }],
  ["deberta-v2", { "pos_att_type": " P2C | c2p" }, { "pos_att_type": ["p2c", "c2p"] }],
  ["deberta-v2", { "pos_att_type": null }, {}],
  ["deberta-v2", { "conv_act": "tanh", "legacy": true }, {}],
];

for (const [name, one, other] of same) {
  const titles = [one, other].map((each) => JSON.stringify(each));
  Deno.test(`parseConfig() of ${name} reads ${titles.join(" and ")} alike`, () => {
    assert.deepEqual(accepted(name, one), accepted(name, other));
  });
}

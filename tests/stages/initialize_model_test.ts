// initialize_model: a backbone in the hub's layout, from a seed.
import assert from "node:assert/strict";
import { readSafetensors } from "../../engine/run.ts";
import { type ArchitectureName, architectures, backbone } from "../../models/mod.ts";
import { StageFailure } from "../../stages/expect_value.ts";
import { initializeModel } from "../../stages/initialize_model.ts";
import { tinyConfig } from "../support/models.ts";
import { inFolder, readDocument, runStage } from "../support/stage_work.ts";

async function initialized(folder: string, architecture: ArchitectureName, seed = 0) {
  const { model_type: _, ...config } = tinyConfig(architecture);
  return await runStage(initializeModel, folder, { parameters: { architecture, config, seed } });
}

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  Deno.test(`initialize_model writes every weight of ${name} by its hub name, and no head`, async () => {
    await inFolder(async (folder) => {
      const files = await initialized(folder, name);
      const file = await readSafetensors(files["model.safetensors"] ?? "");
      const architecture = architectures[name];
      const document = await readDocument<Record<string, unknown>>(files["config.json"]);
      assert.equal(document.model_type, name);
      const config = architecture.parseConfig(document);
      assert.ok(config.ok);
      const names = [...file.tensors.keys()];
      const expected = backbone(architecture, config.value).map((weight) => weight.name);
      assert.ok(names.length > 15);
      assert.deepEqual(names, expected.toSorted());
    });
  });
}

Deno.test("initialize_model names the matrices under study, each a weight of its file", async () => {
  await inFolder(async (folder) => {
    const files = await initialized(folder, "vit");
    const targets = await readDocument<{ module: string; in: number; out: number }[]>(
      files["targets.json"],
    );
    const file = await readSafetensors(files["model.safetensors"] ?? "");
    assert.ok(targets.length > 0);
    for (const { module, in: width, out } of targets) {
      assert.deepEqual(file.tensors.get(`${module}.weight`)?.shape, [out, width]);
    }
  });
});

Deno.test("initialize_model gives equal bytes for a seed and others for another", async () => {
  await inFolder(async (folder) => {
    const bytes = async (seed: number) =>
      await Deno.readFile((await initialized(folder, "vit", seed))["model.safetensors"] ?? "");
    assert.deepEqual(await bytes(7), await bytes(7));
    assert.notDeepEqual(await bytes(7), await bytes(8));
  });
});

Deno.test("initialize_model refuses a config that contradicts itself, in one sentence", async () => {
  await inFolder(async (folder) => {
    const config = { ...tinyConfig("vit"), "patch_size": 3 };
    const run = runStage(initializeModel, folder, {
      parameters: { architecture: "vit", config, seed: 0 },
    });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof StageFailure);
      assert.match(error.message, /image_size.*patch_size/);
      return true;
    });
  });
});

Deno.test("initialize_model keeps keys that nothing reads, and says so once", async () => {
  await inFolder(async (folder) => {
    const { model_type: _, ...config } = tinyConfig("vit");
    const heard: string[] = [];
    const files = await runStage(initializeModel, folder, {
      parameters: {
        architecture: "vit",
        config: { ...config, "favourite_colour": "blue", "mood": 1 },
        seed: 0,
      },
      warn: (sentence) => heard.push(sentence),
    });
    assert.deepEqual(heard, [
      "The config has keys that nothing here reads: favourite_colour, mood",
    ]);
    const document = await readDocument<Record<string, unknown>>(files["config.json"]);
    assert.equal(document["favourite_colour"], "blue");
  });
});

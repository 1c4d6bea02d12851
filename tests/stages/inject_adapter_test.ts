// inject_adapter: the joint of model, method and data, as files.
import assert from "node:assert/strict";
import { readSafetensors, writeSafetensors } from "../../engine/run.ts";
import type { AdapterCard } from "../../stages/cards.ts";
import { StageFailure } from "../../stages/expect_value.ts";
import { type Files, inFolder, readDocument } from "../support/stage_work.ts";
import { injected, type TinyCell, tinyCell } from "../support/tiny_cell.ts";

const cardOf = (files: Files) => readDocument<AdapterCard>(files["adapter.json"]);

async function namesIn(path: string | undefined): Promise<string[]> {
  return [...(await readSafetensors(path ?? "")).tensors.keys()].sort();
}

async function bytesOf(files: Files, names: readonly string[]): Promise<Uint8Array[]> {
  return await Promise.all(names.map((name) => Deno.readFile(files[name] ?? "")));
}

const graphs = ["train.onnx", "evaluate.onnx", "merge.onnx", "landscape.onnx"];

Deno.test("inject_adapter gives equal bytes for equal inputs, wherever they lie", async () => {
  await inFolder(async (one) => {
    await inFolder(async (other) => {
      const [first, second] = [await tinyCell(one), await tinyCell(other)];
      const names = Object.keys(first.injected).sort();
      assert.equal(names.length, 7);
      assert.deepEqual(await bytesOf(first.injected, names), await bytesOf(second.injected, names));
    });
  });
});

Deno.test("inject_adapter draws adapter and head from the seed, and traces the same graphs", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const other = await injected(cell, { seed: 22 });
    assert.deepEqual(await bytesOf(cell.injected, graphs), await bytesOf(other, graphs));
    const [mine, theirs] = await Promise.all(
      [cell.injected, other].map((files) => readSafetensors(files["initial.safetensors"] ?? "")),
    );
    assert.ok(mine && theirs);
    const drawn = [...mine.tensors.keys()].filter((name) => /lora_A|classifier.weight/.test(name));
    assert.equal(drawn.length, 3);
    for (const name of drawn) assert.notDeepEqual(mine.read(name), theirs.read(name));
  });
});

Deno.test("inject_adapter's card names the trained and fed tensors that its files hold", async () => {
  await inFolder(async (folder) => {
    const { injected: files } = await tinyCell(folder, { inject: { method: "rac", links: 3 } });
    const card = await cardOf(files);
    const named = [...card.trained, ...card.state].map(({ name }) => name).sort();
    assert.deepEqual(await namesIn(files["initial.safetensors"]), named);
    assert.equal(card.links, 3);
    const links = await namesIn(files["links.safetensors"]);
    assert.deepEqual(new Set(links.map((name) => name.split("/")[1])), new Set(["1", "2"]));
    assert.ok(links.every((name) => named.includes(name.split("/").slice(2).join("/"))));
  });
});

Deno.test("inject_adapter gives a method without a chain one link, whatever is asked", async () => {
  await inFolder(async (folder) => {
    const { injected: files } = await tinyCell(folder, { inject: { links: 4 } });
    assert.equal((await cardOf(files)).links, 1);
    assert.deepEqual(await namesIn(files["links.safetensors"]), []);
  });
});

Deno.test("inject_adapter notes a mask for each dropout of the training step only", async () => {
  await inFolder(async (folder) => {
    const calm = await tinyCell(folder);
    assert.deepEqual((await cardOf(calm.injected)).dropout, []);
    const config = { "hidden_dropout_prob": 0.25 };
    const { dropout, batch } = await cardOf((await tinyCell(folder, { config })).injected);
    assert.ok(dropout.length > 0);
    assert.ok(dropout.every(({ rate, shape }) => rate === 0.25 && shape[0] === batch));
  });
});

async function assertRefused(run: Promise<unknown>, sentence: RegExp): Promise<void> {
  await assert.rejects(run, (error) => {
    assert.ok(error instanceof StageFailure, String(error));
    assert.match(error.message, sentence);
    return true;
  });
}

Deno.test("inject_adapter refuses an option that the method does not know, by name", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    await assertRefused(injected(cell, { options: { lenght: 3 } }), /lenght/);
  });
});

/** The cell with its base weights rewritten: only the tensors that `keep` wants. */
async function withWeights(cell: TinyCell, keep: (name: string) => boolean): Promise<TinyCell> {
  const file = await readSafetensors(cell.base["model.safetensors"] ?? "");
  const kept = [...file.tensors.keys()].filter(keep).map((name) => [name, file.read(name)]);
  const path = `${cell.folder}/changed.safetensors`;
  await writeSafetensors(path, Object.fromEntries(kept));
  return { ...cell, base: { ...cell.base, "model.safetensors": path } };
}

Deno.test("inject_adapter refuses a base model that lacks a weight, and names it", async () => {
  await inFolder(async (folder) => {
    const missing = "vit.layernorm.bias";
    const cell = await withWeights(await tinyCell(folder), (name) => name !== missing);
    await assertRefused(injected(cell, {}), /vit\.layernorm\.bias/);
  });
});

Deno.test("inject_adapter refuses a config of an unknown architecture, and lists those there are", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const path = `${folder}/other.json`;
    await Deno.writeTextFile(path, JSON.stringify({ "model_type": "mamba" }));
    const other = { ...cell, base: { ...cell.base, "config.json": path } };
    await assertRefused(injected(other, {}), /"mamba": use one of vit, roberta, /);
  });
});

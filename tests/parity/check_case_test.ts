// A case that goes wrong in any way is a verdict with a sentence, and the others are checked all the same.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { openSafetensors, type Value, writeSafetensors } from "../../engine/run.ts";
import { checkCase, kinds, type ReferenceCase } from "../../parity/mod.ts";
import { referenceFolders } from "../support/reference_folders.ts";
import { inFolder } from "../support/stage_work.ts";

const [committed = assert.fail()] = await referenceFolders();

function caseOf(id: string): ReferenceCase {
  return committed.cases.find((each) => each.id === id) ?? assert.fail(id);
}

const vit = caseOf("models/vit-cls/io");
const lora = caseOf("trajectories/vit-cls-lora");

async function failure(golden: ReferenceCase, folder = committed.path): Promise<string> {
  const report = await checkCase(folder, golden);
  assert.equal(report.verdict, "fail");
  return report.message ?? report.checks.map(({ name, fault }) => `${name} ${fault}`).join("; ");
}

const broken: readonly [string, ReferenceCase, RegExp][] = [
  ["an unknown kind", { ...vit, kind: "sound" }, /^Unknown kind 'sound': known are model, /],
  ["a kind of every object", { ...vit, kind: "toString" }, /^Unknown kind 'toString'/],
  ["a missing file", { ...vit, tensors: "models/none" }, /models\/none: is not there$/],
  ["a missing model", { ...vit, model: "models/none" }, /^Cannot find .*none\/config\.json$/],
  ["a missing field", { ...vit, tensors: 7 }, /^Cannot check .* without the field tensors$/],
  [
    "a check that nobody makes",
    { ...vit, checks: { ...vit.checks, charm: { max: 1, as: "absolute" } } },
    /^Cannot check charm: a case of kind model has no such check$/,
  ],
  ["no tolerance", { ...vit, checks: {} }, /^Cannot check logits as the manifest has no tolerance/],
  [
    "an unknown method",
    { ...lora, method: "dora" },
    /^Cannot train with the unknown method 'dora'/,
  ],
  [
    "an unknown variant",
    { ...lora, variant: "x" },
    /the unknown variant 'x' of lora: known are none/,
  ],
  ["a file of another kind", { ...lora, batches: lora.tensors }, /holds no batch$/],
  ["facts of another kind", { ...lora, facts: vit.facts }, /^Cannot use .*io\.json as r must be/],
];

for (const [title, golden, message] of broken) {
  Deno.test(`a case with ${title} fails with a sentence`, async () => {
    assert.match(await failure(golden), message);
  });
}

/** A copy of a folder of the selection, in which a test may write. */
async function inCopy(folder: string, test: (copy: string) => Promise<void>): Promise<void> {
  await inFolder(async (place) => {
    await cp(join(committed.path, folder), join(place, folder), { recursive: true });
    await test(place);
  });
}

Deno.test("an unknown model_type fails with the names of those that are known", async () => {
  await inCopy("models/vit-cls", async (copy) => {
    const path = join(copy, "models/vit-cls/config.json");
    const config = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify({ ...config, model_type: "eliza" }));
    assert.match(await failure(vit, copy), /unknown model_type 'eliza': known are .*roberta/);
  });
});

async function spoil(path: string, change: (tensors: Record<string, Value>) => void) {
  const opened = await openSafetensors(path);
  assert.ok(opened.ok);
  const names = [...opened.value.tensors.keys()];
  const tensors = Object.fromEntries(names.map((name) => [name, opened.value.read(name)]));
  change(tensors);
  await writeSafetensors(path, tensors);
}

const spoiled: readonly [string, (tensors: Record<string, Value>) => void, RegExp][] = [
  ["NaN among its logits", (all) => void (all["logits_f64"]?.data.set([NaN])), /logits is NaN/],
  ["no hidden state", dropped(/^(hidden|last)/), /hidden_states compares nothing/],
  ["no loss", dropped(/^loss/), /^Cannot read "loss"/],
  ["a gradient of a weight that is not there", added("grad.vit.extra"), /gradients is missing/],
];

function dropped(pattern: RegExp) {
  return (tensors: Record<string, Value>) => {
    for (const name of Object.keys(tensors)) if (pattern.test(name)) delete tensors[name];
  };
}

function added(name: string) {
  return (tensors: Record<string, Value>) => {
    tensors[name] = { shape: [1], dtype: "float32", data: Float32Array.of(1) };
  };
}

for (const [title, change, message] of spoiled) {
  Deno.test(`a reference with ${title} fails`, async () => {
    await inCopy("models/vit-cls", async (copy) => {
      await spoil(join(copy, "models/vit-cls/io.safetensors"), change);
      assert.match(await failure(vit, copy), message);
    });
  });
}

Deno.test("a case passes with a remark where its model has keys and tensors that nobody reads", async () => {
  await inCopy("models/vit-cls", async (copy) => {
    const folder = join(copy, "models/vit-cls");
    const config = JSON.parse(await Deno.readTextFile(join(folder, "config.json")));
    await Deno.writeTextFile(
      join(folder, "config.json"),
      JSON.stringify({ ...config, mood: "good" }),
    );
    await spoil(join(folder, "model.safetensors"), added("text_model.extra"));
    const { verdict, remarks } = await checkCase(copy, vit);
    assert.equal(verdict, "pass");
    assert.deepEqual(remarks, [
      "The config has keys that nothing here reads: mood",
      "No model here reads text_model.extra of the checkpoint",
    ]);
  });
});

Deno.test("every kind of case has a file of its name", () => {
  const names = [...Deno.readDirSync(new URL("../../parity/kinds/", import.meta.url))];
  const files = names.map(({ name }) => name.replace(/\.ts$/, ""));
  assert.deepEqual(Object.keys(kinds).sort(), files.sort());
});

// Exports of the smoke study, as a user types them: every form, whole, equal each time, loadable by name.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents } from "../../cli/documents.ts";
import { readSafetensors } from "../../engine/run.ts";
import { cairn } from "../support/working_copy.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cell = (method: string) => `train:vit-smoke/digits/${method}/seed=12`;

/** One store for all tests of this file, filled by the first that needs it. */
const shared = { work: "" };

async function workOf(): Promise<string> {
  if (shared.work !== "") return shared.work;
  const work = await Deno.makeTempDir({ prefix: "cairn export " });
  const run = await cairn(root, ["reproduce", "smoke", "--store", join(work, "store")]);
  assert.equal(run.code, 0, run.stderr);
  return (shared.work = work);
}

Deno.test.afterAll(async () => {
  if (shared.work !== "") await Deno.remove(shared.work, { recursive: true });
});

async function exported(name: string, node: string, ...options: string[]) {
  const work = await workOf();
  const folder = join(work, name);
  const words = ["export", node, folder, "--study", "smoke", "--store", join(work, "store")];
  const { code, stdout, stderr } = await cairn(root, [...words, "--json", ...options]);
  assert.equal(code, 0, stderr);
  return documents.export.parse(JSON.parse(stdout));
}

const adapterFiles = [
  "adapter_config.json",
  "adapter_model.safetensors",
  "base/config.json",
  "base/model.safetensors",
  "cairn.json",
];
const checkpointFiles = ["cairn.json", "config.json", "model.safetensors"];

Deno.test("export writes an adapter with its base model, and says how Python loads it", async () => {
  const { form, files, python } = await exported("lora", cell("lora"));
  assert.equal(form, "adapter");
  assert.deepEqual(files, adapterFiles);
  assert.equal(python.length, 2);
  assert.match(python[0] ?? "", /AutoModelForImageClassification\.from_pretrained\(".*\/base"\)$/);
  assert.match(python[1] ?? "", /^model = peft\.PeftModel\.from_pretrained\(base, /);
});

Deno.test("export writes full fine-tuning, pre-training and whatever is merged as checkpoints", async () => {
  const exports = [
    await exported("fft", cell("fft")),
    await exported("pretraining", "train:vit-smoke/pretraining"),
    await exported("merged", cell("c3la"), "--merged"),
  ];
  for (const { form, files, folder } of exports) {
    assert.equal(form, "checkpoint");
    assert.deepEqual(files, checkpointFiles);
    const config = JSON.parse(await Deno.readTextFile(join(folder, "config.json")));
    assert.deepEqual(config.architectures, ["ViTForImageClassification"]);
    const file = await readSafetensors(join(folder, "model.safetensors"));
    assert.equal(file.metadata.format, "pt");
    assert.ok(file.tensors.has("vit.encoder.layer.0.attention.attention.query.weight"));
  }
});

Deno.test("the same export has the same bytes, and neither clock nor host in them", async () => {
  const [one, other] = [await exported("one", cell("c3la")), await exported("other", cell("c3la"))];
  for (const name of one.files) {
    const [a, b] = [one, other].map(({ folder }) => Deno.readFileSync(join(folder, name)));
    assert.deepEqual(a, b, name);
  }
  const card = await Deno.readTextFile(join(one.folder, "cairn.json"));
  assert.ok(!card.includes(Deno.hostname()));
  assert.match(JSON.parse(card).key, /^[0-9a-f]{64}$/);
});

Deno.test("export leaves nothing beside the folder that it wrote", async () => {
  const { folder } = await exported("alone", cell("lora"));
  const names = [...Deno.readDirSync(join(folder, ".."))].map(({ name }) => name);
  assert.deepEqual(names.filter((name) => name.startsWith(".")), []);
});

// A study on another engine, as a user types it: other keys, other results, and nothing of the default's touched.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents, refusal } from "../../cli/documents.ts";
import { eventsOf } from "../support/smoke_run.ts";
import { cairn, workingCopy } from "../support/working_copy.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const train = "train:vit-smoke/digits/lora/seed=12";

async function withStore(test: (store: string) => Promise<void>): Promise<void> {
  const store = await Deno.makeTempDir({ prefix: "cairn engines " });
  try {
    await test(store);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
}

async function manifestIn(store: string, study: string) {
  return JSON.parse(await Deno.readTextFile(join(store, "results", study, "MANIFEST.json")));
}

async function keyOn(store: string, engine: string): Promise<string> {
  const words = ["show", train, "--study", "smoke", "--engine", engine, "--store", store, "--json"];
  const { stdout } = await cairn(root, words);
  return JSON.parse(stdout).key;
}

Deno.test("reproduce --engine shares what is pure, computes the rest anew, and keeps its results apart", async () => {
  await withStore(async (store) => {
    const smoke = ["reproduce", "smoke", "--store", store, "--json"];
    assert.equal((await cairn(root, smoke)).code, 0);
    const { code, stdout, stderr } = await cairn(root, [...smoke, "--engine", "tfjs-cpu"]);
    assert.equal(code, 0, stderr);
    const { ran } = eventsOf(stdout);
    assert.ok(ran.includes(train));
    assert.ok(!ran.some((node) => /^(prepare_data|initialize_model)/.test(node)), String(ran));
    const [own, other] = [
      await manifestIn(store, "smoke"),
      await manifestIn(store, "smoke@tfjs-cpu"),
    ];
    assert.deepEqual([own.engine, other.engine], ["onnx", "tfjs-cpu"]);
    assert.notEqual(await keyOn(store, "onnx"), await keyOn(store, "tfjs-cpu"));
    const page = await Deno.readTextFile(join(store, "results", "smoke@tfjs-cpu", "report.html"));
    assert.ok(page.includes("Every graph ran on the engine tfjs-cpu"));
    const again = await cairn(root, smoke);
    assert.deepEqual(eventsOf(again.stdout).ran, []);
  });
});

async function refused(folder: string, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await cairn(folder, [...words, "--json"]);
  assert.equal(code, 2, stderr);
  const { message } = refusal.parse(JSON.parse(stdout));
  assert.match(message, /^[A-Z].*[^.]$/);
  return message;
}

Deno.test("parity --engine compares what that engine computes", async () => {
  const words = ["parity", "tests/reference/goldens", "--filter", "vit-cls", "--json"];
  const errors: number[] = [];
  for (const engine of ["onnx", "tfjs-cpu"]) {
    const { code, stdout, stderr } = await cairn(root, [...words, "--engine", engine]);
    assert.equal(code, 0, stderr);
    const told = documents.parity.parse(JSON.parse(stdout));
    assert.equal(told.engine, engine);
    errors.push(...told.cases.flatMap(({ checks }) => checks.map(({ mean }) => mean ?? NaN)));
  }
  const [own, other] = [errors.slice(0, errors.length / 2), errors.slice(errors.length / 2)];
  assert.equal(own.length, other.length);
  assert.notDeepEqual(own, other, "the same errors to the last digit are those of one engine");
});

Deno.test("An engine that there is not is refused with the nearest that there is", async () => {
  assert.match(await refused(root, "plan", "smoke", "--engine", "tfjs-cup"), /mean 'tfjs-cpu'\?/);
});

Deno.test("Results of another engine than the default one are not published", async () => {
  const words = ["reproduce", "smoke", "--engine", "tfjs-cpu", "--publish"];
  assert.match(await refused(root, ...words), /^Cannot publish results of engine tfjs-cpu/);
});

Deno.test("An engine that is not built here is refused with the task that builds it", async () => {
  const copy = await workingCopy();
  try {
    const message = await refused(copy.folder, "plan", "smoke", "--engine", "tfjs-node");
    assert.match(message, /^Cannot run engine tfjs-node .*deno task engine:tfjs-node'/);
  } finally {
    await copy.remove();
  }
});

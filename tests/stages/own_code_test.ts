// What is behind each stage, as its key sees it: the rooms that its code reaches, and those that it must not.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { codesOf } from "../../pipeline/mod.ts";
import * as stages from "../../stages/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const all = Object.values(stages).filter((value) => typeof value === "object" && "module" in value);

/** Stage → the files of its bundle of which something is left, and its packages without versions. */
async function ownCode(): Promise<Map<string, { files: string[]; packages: string[] }>> {
  const codes = await codesOf(all, { root });
  return new Map(
    all.map(({ name, module }) => {
      const { files = {}, packages = {} } = codes.get(module)?.identity ?? {};
      return [name, { files: Object.keys(files), packages: Object.keys(packages) }];
    }),
  );
}

const code = await ownCode();

/** Those files of a stage that lie under one of the places. */
function within(stage: string, ...places: string[]): string[] {
  const files = code.get(stage)?.files ?? assert.fail(`There is no stage ${stage}`);
  return files.filter((file) => places.some((place) => file.startsWith(place)));
}

const tracing = ["engine/trace/", "engine/lower/", "engine/graph/", "engine/onnx/", "engine/ops/"];
const runsGraphs = ["train", "evaluate", "analyze_spectrum", "sample_landscape"];
const knowsModels = ["initialize_model", "inject_adapter"];

/** What an analysis must know of targets: which a pattern means, and where in a weight their matrix lies. */
const ofTargets = /^adapters\/(merge|targets|regex\/\w+)\.ts$/;

for (const stage of runsGraphs) {
  Deno.test(`${stage} runs graphs: its code has sessions, and no model, no method, no tracing`, () => {
    const found = within(stage, "models/", "adapters/", "engine/tf.ts", ...tracing);
    const unknown = found.filter((file) => stage !== "analyze_spectrum" || !ofTargets.test(file));
    assert.deepEqual(unknown, []);
    assert.deepEqual(within(stage, "engine/sessions/onnx.ts"), ["engine/sessions/onnx.ts"]);
  });
}

for (const stage of knowsModels) {
  Deno.test(`${stage} knows models, and runs no graph`, () => {
    assert.ok(within(stage, "models/vit.ts").length > 0);
    assert.deepEqual(within(stage, "engine/sessions/onnx.ts", "data/", "analysis/"), []);
  });
}

Deno.test("inject_adapter alone traces and lowers", () => {
  const lower = [...code.keys()].filter((stage) => within(stage, "engine/lower/").length > 0);
  assert.deepEqual(lower, ["inject_adapter"]);
});

Deno.test("the schedule, the masks and the order of batches are the trainer's alone", () => {
  for (const file of ["engine/schedule.ts", "engine/masks.ts"]) {
    const users = [...code.keys()].filter((stage) => within(stage, file).length > 0);
    assert.deepEqual(users, ["train"], file);
  }
});

Deno.test("prepare_data has no engine but the writer of tensor files, and no model", () => {
  assert.deepEqual(within("prepare_data", "engine/"), ["engine/write_safetensors.ts"]);
  assert.deepEqual(within("prepare_data", "models/", "adapters/", "analysis/"), []);
});

Deno.test("compute_bounds and report have no engine, no model, no method and no data set", () => {
  for (const stage of ["compute_bounds", "report"]) {
    assert.deepEqual(within(stage, "engine/", "models/", "adapters/", "data/", "random/"), []);
  }
});

Deno.test("figures, tables and the page are in no stage but the report", () => {
  const shown = ["analysis/figures/", "analysis/tables/", "analysis/page/", "analysis/claims/"];
  const users = [...code.keys()].filter((stage) => within(stage, ...shown).length > 0);
  assert.deepEqual(users, ["report"]);
});

Deno.test("no stage's code has the scheduler, the store, the studies or the command line", () => {
  // How values are written and digested is no scheduling: checkpoints are sealed with it.
  const values = ["pipeline/canonical_json.ts", "pipeline/digest.ts"];
  for (const stage of code.keys()) {
    const others = within(stage, "pipeline/", "studies/", "cli", "lint/", "tests/");
    assert.deepEqual(others.filter((file) => !values.includes(file)), [], stage);
  }
});

Deno.test("TensorFlow.js is in the code of the stages that know models, ONNX Runtime in that of those that run graphs", () => {
  const users = (name: string) =>
    [...code].filter(([, { packages }]) => packages.some((id) => id.startsWith(`${name}@`)))
      .map(([stage]) => stage).sort();
  assert.deepEqual(users("@tensorflow/tfjs"), knowsModels.toSorted());
  assert.deepEqual(users("onnxruntime-node"), runsGraphs.toSorted());
});

Deno.test("an engine is in the code of the stages that run graphs on it, and of no others", async () => {
  const configurations = { engine: "engine/tfjs-cpu" };
  const there = await codesOf(all, { root, configurations });
  for (const { name, module, environment } of all) {
    const files = Object.keys(there.get(module)?.identity.files ?? {});
    const has = (place: string) => files.some((file) => file.startsWith(place));
    assert.equal(has("engine/sessions/tfjs/"), environment === "engine", name);
    assert.equal(has("engine/sessions/onnx.ts"), false, name);
    assert.deepEqual(within(name, "engine/sessions/tfjs"), [], name);
  }
});

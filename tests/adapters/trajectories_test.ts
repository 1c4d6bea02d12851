// Every method's training, 20 AdamW steps, against torch: losses, links, final tensors, merged weights.
import assert from "node:assert/strict";
import { readSafetensors, schedule } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { attach, methods } from "../../adapters/mod.ts";
import type { MethodName, Setting } from "../../adapters/mod.ts";
import { traced } from "../support/both_engines.ts";
import { logitsPlan, mergedWeights, train } from "../support/chain_driver.ts";
import type { Adapted, Recipe, Trained } from "../support/chain_driver.ts";
import { assertClose, assertRelativelyClose } from "../support/closeness.ts";
import { assertOwnColumns, withGoldenDraws } from "../support/golden_draws.ts";
import { eachGolden, goldenFolders } from "../support/goldens.ts";
import type { GoldenCase, GoldenFolder } from "../support/goldens.ts";
import { loadModel } from "../support/models.ts";

const steps = 20;

eachGolden(
  goldenFolders("trajectory", /^trajectories\/(roberta-cls|vit-cls|gpt2-qv|gpt2-whole)-/),
  (folder, golden) => {
    Deno.test(`${golden.id} of ${folder.name}: training equals torch's in ONNX Runtime`, async () => {
      const opened = await open(folder, golden);
      const trained = await train(opened.adapted, opened.recipe);
      checkLosses(opened, trained);
      checkTensors(opened, trained);
      await checkResults(opened, trained);
    });
  },
);

interface Opened {
  readonly golden: GoldenCase;
  readonly tensors: ReadonlyMap<string, Value>;
  readonly adapted: Adapted;
  readonly recipe: Recipe;
}

/** What a case's options are called in the table of methods. */
const optionsOf: Readonly<Record<string, Record<string, unknown>>> = {
  "loraplus/peft": { groups: "peft" },
  "loraplus/simple": { groups: "simple" },
  "loraplus/divide": { groups: "divide" },
  "rcla/": { selector: "window" },
  "paca/scaled": { form: "scaled" },
};

async function open(folder: GoldenFolder, golden: GoldenCase): Promise<Opened> {
  const facts = JSON.parse(await Deno.readTextFile(folder.path(golden.facts)));
  const tensors = await readAll(folder.path(golden.tensors));
  const untied = golden.variant === "untied" ? { "tie_word_embeddings": false } : {};
  const model = await loadModel(folder.path(golden.model), untied);
  const options = optionsOf[`${golden.method}/${golden.variant ?? ""}`];
  const setting: Setting = {
    rank: facts.r,
    alpha: facts.alpha,
    links: facts.chain_every === null ? 1 : steps / facts.chain_every,
    seed: 0,
    weightDecay: facts.weight_decay,
    ...(facts.kind === "gpt2-whole" ? { targets: ["c_attn"] } : {}),
    options: { decay: "everything", ...options },
  };
  const attachment = attach(methods[golden.method as MethodName], model, setting);
  if (golden.method === "c3la") assertOwnColumns(attachment, tensors); // drawn from nothing
  const adapted = { model, attachment: withGoldenDraws(attachment, model, tensors) };
  return { golden, tensors, adapted, recipe: await recipeOf(folder, golden, facts) };
}

async function readAll(path: string): Promise<Map<string, Value>> {
  const file = await readSafetensors(path);
  const tensors = new Map<string, Value>();
  for (const name of file.tensors.keys()) tensors.set(name, await file.read(name));
  return tensors;
}

interface Facts {
  readonly "lr": number;
  readonly "warmup_steps": number;
  readonly "chain_every": number | null;
}

async function recipeOf(folder: GoldenFolder, golden: GoldenCase, facts: Facts): Promise<Recipe> {
  const batches: Record<string, Value>[] = [];
  for (const [name, value] of await readAll(folder.path(golden.batches))) {
    const [, index, key] = name.split(".") as [string, string, string];
    batches[Number(index)] = { ...batches[Number(index)], [key]: value };
  }
  const rates = { total: steps, warmup: facts.warmup_steps, minRate: 0, base: facts.lr };
  return {
    batches,
    steps,
    rate: schedule("linear", rates),
    every: facts.chain_every ?? steps,
    optimizer: golden.variant === "keep" ? "keep" : "reset",
  };
}

function tolerance({ golden }: Opened, check: string): number {
  const found = golden.checks[check];
  assert.ok(found !== undefined, `${golden.id} has no tolerance for ${check}`);
  return found.max;
}

function expectedOf({ tensors }: Opened, name: string): Value {
  const value = tensors.get(name);
  assert.ok(value !== undefined, `The case lacks ${name}`);
  return value;
}

function checkLosses(opened: Opened, { losses }: Trained): void {
  const expected = expectedOf(opened, "losses_f64");
  assert.equal(losses.length, expected.data.length);
  losses.forEach((loss, step) => {
    const wanted = expected.data[step] as number;
    const error = Math.abs(loss - wanted) / Math.abs(wanted);
    assert.ok(error <= tolerance(opened, "losses"), `the loss of step ${step} is off by ${error}`);
  });
}

/** Golden names end in .A, .B or .P; ours are the hub's or `peft`'s. */
function ourName(name: string): string {
  return name.replace(/\.(A|B)$/, ".lora_$1.weight").replace(/\.P$/, ".paca_P");
}

/** Factors before each merge, and everything trained at the end. */
function checkTensors(opened: Opened, { values, links }: Trained): void {
  const { trained } = opened.adapted.attachment;
  const names = new Set(trained.map(({ name }) => name));
  const compared = new Set<string>();
  for (const [golden, expected] of opened.tensors) {
    const [, place, rest] = /^(final|link\.\d+)\.(.*)$/.exec(golden) ?? [];
    if (place === undefined || rest === undefined || !names.has(ourName(rest))) continue;
    const actual = place === "final" ? values : links[Number(place.slice("link.".length))];
    assertRelativelyClose(
      golden,
      [actual?.[ourName(rest)], expected],
      tolerance(opened, "tensors"),
    );
    compared.add(ourName(rest));
  }
  if (opened.golden.method !== "fft") assert.deepEqual(compared, names); // FFT's case keeps its head only
}

/** The logits of the first batch, and the one weight whose merged form the case keeps. */
async function checkResults(opened: Opened, { values }: Trained): Promise<void> {
  const { adapted, recipe } = opened;
  const batch = recipe.batches[0] ?? {};
  const { logits } = await traced.forward(logitsPlan(adapted, batch), { ...batch, ...values });
  const wanted = expectedOf(opened, "logits.final_f64");
  assertClose("logits", [logits, wanted], tolerance(opened, "logits"));
  for (const [golden, expected] of opened.tensors) {
    if (!golden.startsWith("merged.")) continue;
    const actual = { ...values, ...await mergedWeights(adapted, values) };
    const merged = actual[golden.slice("merged.".length)];
    assertRelativelyClose(golden, [merged, expected], tolerance(opened, "tensors"));
  }
}

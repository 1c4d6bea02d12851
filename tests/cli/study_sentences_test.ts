// What a user reads who got a study file wrong: one sentence with the field and, near it, the right name.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseStudy, type StudyInput } from "../../studies/mod.ts";
import { findStudy } from "../../cli/find_study.ts";
import { neverInterrupted } from "../../cli/interruption.ts";
import { smoke } from "../../studies/smoke.ts";

interface Place {
  [key: string]: Place | unknown;
}

/** What is said of smoke with one field written otherwise; the path's last word is the field. */
function refusal(path: string, value: unknown): string {
  const study: Place = structuredClone(smoke);
  const words = path.split(".");
  const field = words.pop() ?? "";
  const place = words.reduce((within, word) => within[word] as Place, study);
  place[field] = value;
  const parsed = parseStudy(JSON.parse(JSON.stringify(study)), "my.json");
  return parsed.ok ? "Accepted" : parsed.message;
}

const supersenses = {
  dataset: "wordnet_supersenses",
  parameters: { train: 8, validation: 8, test: 8, length: 24 },
};

const wrong: readonly (readonly [path: string, value: unknown, sentence: string])[] = [
  ["modles", {}, "the whole value has the unknown key 'modles' (did you mean 'models'?)"],
  ["recipes.adapt.epoch", 3, "recipes.adapt has the unknown key 'epoch' (did you mean 'epochs'?)"],
  [
    "recipes.adapt.methods.lorra",
    {},
    "recipes.adapt.methods has the unknown key 'lorra' (did you mean 'lora'?)",
  ],
  [
    "models.vit-smoke.architecture",
    "vitt",
    "models.vit-smoke.architecture names 'vitt' (did you mean 'vit'?), but there is only vit, roberta, bert, deberta-v2, gpt2, llama",
  ],
  [
    "grids.0.recipe",
    "adpt",
    "grids.0.recipe names 'adpt' (did you mean 'adapt'?), but there is only pretrain, adapt",
  ],
  [
    "data.digits.parameters.trian",
    3,
    "data.digits.parameters has the unknown key 'trian' (did you mean 'train'?)",
  ],
  ["data.digits.parameters.train", undefined, "data.digits.parameters.train is missing"],
  [
    "data.digits",
    supersenses,
    "data.digits.tokenizer is missing: wordnet_supersenses needs the data whose tokenizer it uses",
  ],
  ["title", undefined, "title is missing"],
  ["name", "../evil", "name: Write it with a-z, 0-9, '-' and '_', not '../evil'"],
  ["data.bad id", supersenses, "data.bad id: Write it with a-z, 0-9, '-' and '_'"],
  ["recipes.adapt.rate", "fast", 'recipes.adapt.rate must be a number: current value is "fast"'],
  ["grids.0.seeds", [], "grids.0.seeds is empty"],
  ["name", "m".repeat(200), "name: Write it with at most 64 letters, not 200"],
  [`models.${"m".repeat(200)}`, {}, `models.${"m".repeat(80)}…: Write it with at most 64 letters`],
  [
    "grids.0.seeds",
    Array.from({ length: 300_000 }, (_, seed) => seed),
    "its grids have 900000 cells, and 25000 are the most",
  ],
];

for (const [path, value, sentence] of wrong) {
  Deno.test(`a study is refused with: ${sentence}`, () => {
    assert.equal(refusal(path, value), `Study my.json: ${sentence}`);
  });
}

Deno.test("a study's file may export its study as default, or as the only name", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const study = JSON.stringify({ ...smoke, name: "mine" } satisfies StudyInput);
    const texts = [`export default ${study}`, `export const mine = ${study}`];
    for (const [index, text] of texts.entries()) {
      await Deno.writeTextFile(join(folder, `${index}.ts`), text);
      const found = await findStudy(`${index}.ts`, { cwd: folder, interruption: neverInterrupted });
      assert.equal(found.ok && found.value.name, "mine");
    }
    await Deno.writeTextFile(join(folder, "two.ts"), "export const a = 1, b = 2;");
    const refused = await findStudy("two.ts", { cwd: folder, interruption: neverInterrupted });
    assert.match(refused.ok ? "" : refused.message, /exports nothing to run/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

// studySchema and cells(): defaults, errors in plain words, grids.
import assert from "node:assert/strict";
import { parseStudy } from "../../studies/parse_study.ts";
import { cells, recipeOf, studySchema } from "../../studies/study.ts";
import { changed, little, littleStudy } from "../support/little_study_input.ts";

Deno.test("studySchema fills in what a study leaves open", () => {
  const { claim, models, recipes, exhibits } = littleStudy();
  assert.equal(claim, "");
  assert.equal(models.raw?.seed, 0);
  const { methods: _, ...recipe } = recipes.short ?? assert.fail("no recipe");
  assert.deepEqual(recipe, {
    epochs: 5,
    batch: 4,
    rate: 0.1,
    schedule: "linear",
    warmupRatio: 0,
    rounding: "down",
    minRate: 0,
    weightDecay: 0,
    headRate: 1,
    clip: 1,
    rank: 4,
    targets: ["q", "v"],
    chainEvery: 2,
    chainOptimizer: "reset",
    chainSchedule: "go-on",
    select: "metric",
    probe: 512,
    options: {},
  });
  assert.deepEqual([exhibits.landscapes[0]?.points, exhibits.landscapes[0]?.batches], [11, 8]);
});

Deno.test("studySchema takes a study without exhibits", () => {
  const { exhibits: _, ...bare } = little;
  assert.deepEqual(studySchema.parse(bare).exhibits, { pretraining: [], landscapes: [] });
});

const wrong: readonly (readonly [path: string, value: unknown, words: string])[] = [
  ["title", "", "title is empty"],
  ["name", "Bad Name", "name: Write it with a-z"],
  ["colour", "red", "the whole value has the unknown key 'colour'"],
  ["recipes.short.epochs", 0, "recipes.short.epochs must be more than 0: current value is 0"],
  ["recipes.short.epochs", "five", "recipes.short.epochs must be a number"],
  ["recipes.short.learning_rate", 1, "recipes.short has the unknown key 'learning_rate'"],
  [
    "recipes.short.schedule",
    "step",
    "recipes.short.schedule names 'step', but there is only linear",
  ],
  ["recipes.short.methods.fft.batch", 3, "recipes.short.methods.fft has the unknown key 'batch'"],
  ["recipes.short.methods.lroa", {}, "recipes.short.methods has the unknown key 'lroa'"],
  [
    "models.raw.architecture",
    "bloom",
    "models.raw.architecture names 'bloom', but there is only vit, roberta, bert, deberta-v2, gpt2, llama",
  ],
  ["grids.0.methods", ["lroa"], "grids.0.methods.0 names 'lroa' (did you mean 'lora'?)"],
  ["grids.0.seeds", [], "grids.0.seeds is empty"],
  ["grids.1.seeds", [1.5], "grids.1.seeds.0 must be a whole number: current value is 1.5"],
  ["grids", [], "grids is empty"],
  ["exhibits.landscapes.0.directions", "up", "exhibits.landscapes.0.directions names 'up'"],
];

for (const [path, value, words] of wrong) {
  Deno.test(`a study with ${path} = ${JSON.stringify(value)} is refused with the path to the field`, () => {
    const result = parseStudy(changed(path, value), "mine.json");
    assert.ok(!result.ok);
    assert.equal(result.reason, "invalid-study");
    assert.ok(result.message.startsWith(`Study mine.json: ${words}`), result.message);
    assert.doesNotMatch(result.message, /\n/);
  });
}

Deno.test("what is no object is refused as a whole", () => {
  for (const value of [null, 3, "mini", [little]]) {
    const result = parseStudy(value, "it");
    assert.ok(!result.ok);
    assert.match(result.message, /^Study it: the whole value /);
  }
});

Deno.test("cells() is the product of each grid, and a cell named twice is one", () => {
  assert.deepEqual(cells(littleStudy()).map(({ id }) => id), [
    "tiny/digits/fft/seed=1",
    "tiny/digits/fft/seed=2",
    "tiny/digits/cla/seed=1",
    "tiny/digits/cla/seed=2",
    "raw/digits/fft/seed=1",
    "raw/digits/fft/seed=2",
    "raw/digits/cla/seed=1",
    "raw/digits/cla/seed=2",
    "tiny/digits/head/seed=2",
  ]);
});

Deno.test("cells() gives each method the recipe with what it sets otherwise", () => {
  const of = (method: string) =>
    cells(littleStudy()).find((cell) => cell.method === method)?.recipe ?? assert.fail();
  assert.deepEqual([of("fft").rate, of("fft").epochs, of("fft").batch], [0.01, 2, 4]);
  assert.deepEqual([of("cla").rate, of("cla").epochs, of("cla").batch], [0.1, 5, 4]);
});

Deno.test("recipeOf() keeps nothing of the other methods", () => {
  const recipe = recipeOf(littleStudy(), "short", "lora");
  assert.ok(!Object.hasOwn(recipe, "methods"));
  assert.equal(recipe.rate, 0.1);
});

// checkStudy(): a name that refers to nothing is found, with the path to it and what there is.
import assert from "node:assert/strict";
import { checkKeys } from "../../studies/check_study.ts";
import { parseStudy, studies } from "../../studies/parse_study.ts";
import { graphOf } from "../../studies/graph_of.ts";
import { changed, little } from "../support/little_study_input.ts";

const dangling: readonly (readonly [path: string, value: unknown, sentence: RegExp])[] = [
  [
    "data.digits.dataset",
    "cifar",
    /data\.digits\.dataset names 'cifar', but there is only digits, /,
  ],
  ["data.digits.tokenizer", "words", /data\.digits\.tokenizer names 'words', .* digits, others$/],
  ["models.raw.config", { "hidden_size": 7 }, /models\.raw\.config: .*hidden_size/],
  [
    "models.raw.config",
    { "hiden_size": 8 },
    /models\.raw\.config has the unknown key 'hiden_size' \(did you mean 'hidden_size'\?\)$/,
  ],
  ["models.tiny.pretraining.data", "more", /models\.tiny\.pretraining\.data names 'more', /],
  [
    "models.tiny.pretraining.recipe",
    "r",
    /models\.tiny\.pretraining\.recipe names 'r', .* short, long$/,
  ],
  ["grids.0.models", ["tiny", "huge"], /grids\.0\.models names 'huge', .* tiny, raw$/],
  ["grids.1.data", "numbers", /grids\.1\.data names 'numbers', .* digits, others$/],
  ["grids.1.recipe", "slow", /grids\.1\.recipe names 'slow', .* short, long$/],
  ["exhibits.pretraining.0.pretrained", "a", /exhibits\.pretraining\.0\.pretrained names 'a', /],
  ["exhibits.pretraining.0.random", "b", /exhibits\.pretraining\.0\.random names 'b', /],
  ["exhibits.landscapes.0.points", 12, /exhibits\.landscapes\.0\.points must be odd: .* 12$/],
  [
    "exhibits.landscapes.0.seed",
    3,
    /exhibits\.landscapes\.0: no grid .* tiny\/digits\/cla\/seed=3$/,
  ],
  ["exhibits.landscapes.0.model", "none", /exhibits\.landscapes\.0: no grid .* none\/digits/],
  ["exhibits.landscapes.0.data", "others", /exhibits\.landscapes\.0: no grid .* tiny\/others/],
  ["exhibits.landscapes.0.methods", ["cla", "paca"], /exhibits\.landscapes\.0: no grid .*\/paca\//],
];

for (const [path, value, sentence] of dangling) {
  Deno.test(`${path} = ${JSON.stringify(value)} is refused, with the place and what there is`, () => {
    const result = parseStudy(changed(path, value), "mine");
    assert.ok(!result.ok);
    assert.equal(result.reason, "invalid-study");
    assert.match(result.message, /^Study mine: /);
    assert.match(result.message, sentence);
  });
}

Deno.test("a cell that two grids train by different recipes is refused, with both", () => {
  const result = parseStudy(changed("grids.1.recipe", "long"), "mine");
  assert.ok(!result.ok);
  assert.match(
    result.message,
    /grids\.1\.recipe: cell tiny\/digits\/cla\/seed=2 already has the recipe short$/,
  );
});

Deno.test("a name that every object inherits is not a name of the study", () => {
  const result = parseStudy(changed("grids.1.recipe", "constructor"), "mine");
  assert.ok(!result.ok && /names 'constructor'/.test(result.message));
});

for (const [name, study] of Object.entries({ little, ...studies })) {
  Deno.test(`${name} refers to nothing that is not there`, () => {
    assert.ok(parseStudy(study, name).ok);
  });
}

Deno.test("a key that is like none is kept, told to the report, and refused where keys are strict", () => {
  const config = { ...little.models.raw.config, "favourite_colour": "blue" };
  const result = parseStudy(changed("models.raw.config", config), "mine");
  assert.ok(result.ok, result.ok ? "" : result.message);
  const graph = graphOf(result.value);
  assert.ok(graph.ok);
  const nodes = [...graph.value.nodes.values()];
  const told = (stage: string) =>
    JSON.stringify(
      nodes.filter((node) => node.stage.name === stage).map((node) => node.parameters),
    );
  assert.match(told("initialize_model"), /"favourite_colour":"blue"/);
  assert.match(told("report"), /"unread":{"raw":\["favourite_colour"\]}/);
  assert.deepEqual(checkKeys(result.value), {
    ok: false,
    reason: "unknown-key",
    message:
      `Study ${result.value.name}: models.raw.config has the key 'favourite_colour', which nothing ` +
      "here reads: remove it, or leave out --strict to keep it",
  });
});

Deno.test("checkKeys() takes a study without unknown keys, and its report is told of none", () => {
  const result = parseStudy(little, "mine");
  assert.ok(result.ok && checkKeys(result.value).ok);
  const graph = graphOf(result.value);
  const report = graph.ok &&
    [...graph.value.nodes.values()].find(({ stage }) => stage.name === "report");
  assert.ok(report && !("unread" in (report.parameters as object)));
});

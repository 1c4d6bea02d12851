// Tests of the two text data sets against each other: nothing held out reaches the corpus.
import assert from "node:assert/strict";
import { isHeldOut, partOfSynset, supersenses } from "../../data/held_out.ts";
import { partsOfSpeech, readSynsets } from "../../data/wordnet.ts";
import { drawExamples } from "../../data/wordnet_supersenses.ts";
import { corpusLines } from "../../data/wordnet_text.ts";
import { valueOf } from "./value_of.ts";

const synsets = valueOf(await readSynsets(partsOfSpeech));
const nouns = synsets.filter(({ part }) => part === "noun");
const sizes = { train: 700, validation: 50, test: 150 };
const drawn = valueOf(drawExamples(nouns, sizes));
const parentsOf = (texts: readonly string[]) => {
  const wanted = new Set(texts);
  const found = nouns.filter(({ gloss }) => wanted.has(gloss));
  return new Set(found.map(({ hypernyms, id }) => hypernyms[0] ?? id));
};
const textsOf = (part: "train" | "validation" | "test") => drawn[part].map((x) => x.value.text);

Deno.test("no line of the corpus holds the gloss of a test or validation example", () => {
  const lines = corpusLines(synsets);
  assert.ok(lines.length > 130_000);
  const after = (line: string) => [line, line.slice(line.indexOf(": ") + 2)];
  const said = new Set(lines.flatMap(after));
  for (const text of [...textsOf("test"), ...textsOf("validation")]) {
    assert.ok(!said.has(text), text);
  }
});

Deno.test("training glosses are in the corpus, unlabelled", () => {
  const said = new Set(corpusLines(synsets).map((line) => line.slice(line.indexOf(": ") + 2)));
  const found = textsOf("train").filter((text) => said.has(text) || text.includes(": "));
  assert.ok(found.length > 0.99 * drawn.train.length);
});

Deno.test("no hypernym has examples in two parts", () => {
  const [train, validation, test] = [
    parentsOf(textsOf("train")),
    parentsOf(textsOf("validation")),
    parentsOf(textsOf("test")),
  ];
  assert.equal(train.intersection(test).size, 0);
  assert.equal(train.intersection(validation).size, 0);
  assert.equal(validation.intersection(test).size, 0);
});

Deno.test("no single hypernym gives more than a tenth of a class's test part", () => {
  for (const [label] of [...supersenses].entries()) {
    const texts = drawn.test.filter((x) => x.value.label === label).map((x) => x.value.text);
    const ofClass = nouns.filter(({ gloss }) => texts.includes(gloss));
    const counts = Map.groupBy(ofClass, ({ hypernyms, id }) => hypernyms[0] ?? id);
    const most = Math.max(...[...counts.values()].map(({ length }) => length));
    assert.ok(most <= texts.length / 10, `class ${label}: ${most} of ${texts.length}`);
  }
});

Deno.test("what is held out depends on the synset alone", () => {
  const held = nouns.filter(isHeldOut);
  assert.ok(held.length > 5000);
  assert.ok(held.every((synset) => partOfSynset(synset) !== "train"));
  const other = synsets.find(({ part, hypernyms }) => part === "verb" && hypernyms.length > 0);
  assert.ok(other !== undefined && !isHeldOut(other));
});

Deno.test("drawExamples() names class and part when there are too few glosses", () => {
  const result = drawExamples(nouns, { ...sizes, train: 2000 });
  assert.ok(!result.ok && result.reason === "not-enough-examples");
  assert.match(result.message, /^Cannot take 2000 of \d+ glosses of \w+ for train$/);
});

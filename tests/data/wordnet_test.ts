// Tests of the dictionary parser: fields, glosses, and lines that it must refuse.
import assert from "node:assert/strict";
import { parseDictionary, readSynsets, wordnetNotice } from "../../data/wordnet.ts";

const line = "00002137 03 n 02 abstract_entity 0 entity(p) 0 " +
  "003 @ 00001740 n 0000 + 00694095 v 0101 @i 00001930 n 0000 | " +
  'a concept; formed by thought; "the first; one"; "the second"  ';

Deno.test("parseDictionary() reads words, hypernyms, gloss and examples", () => {
  const parsed = parseDictionary(`  1 a notice\n${line}\n`, "noun");
  assert.deepEqual(parsed, {
    ok: true,
    value: [{
      id: "n00002137",
      part: "noun",
      supersense: 3,
      words: ["abstract entity", "entity"],
      hypernyms: ["n00001740", "n00001930"],
      gloss: "a concept; formed by thought",
      examples: ["the first; one", "the second"],
    }],
  });
});

Deno.test("parseDictionary() counts words in hexadecimal", () => {
  const words = Array.from({ length: 16 }, (_, i) => `w${i} 0`).join(" ");
  const parsed = parseDictionary(`00000001 04 n 10 ${words} 000 | many words`, "noun");
  assert.ok(parsed.ok);
  assert.equal(parsed.value[0]?.words.length, 16);
});

const broken: Readonly<Record<string, string>> = {
  "without a gloss": line.replace(" | ", " "),
  "whose offset is no number": line.replace("00002137", "0000213x"),
  "whose supersense is no number": line.replace(" 03 n", " ?? n"),
  "with fewer words than it says": line.replace(" n 02 ", " n 4f "),
  "with fewer pointers than it says": line.replace(" 003 @", " 004 @"),
};

for (const [defect, text] of Object.entries(broken)) {
  Deno.test(`parseDictionary() refuses a line ${defect}, by file and line`, () => {
    const parsed = parseDictionary(`  1 a notice\n${line}\n${text}\n`, "verb");
    assert.ok(!parsed.ok);
    assert.equal(parsed.reason, "bad-dictionary");
    assert.match(parsed.message, /^Cannot read data\.verb:3: "/);
  });
}

Deno.test("readSynsets() reads WordNet 3.1 whole: 117,791 synsets, none without a gloss", async () => {
  const synsets = await readSynsets(["noun", "verb", "adj", "adv"]);
  assert.ok(synsets.ok);
  assert.equal(synsets.value.length, 117_791);
  assert.equal(new Set(synsets.value.map(({ id }) => id)).size, 117_791);
  assert.ok(synsets.value.every(({ gloss, words }) => gloss !== "" && words.length > 0));
});

Deno.test("wordnetNotice() is the licence without the line numbers of the data", async () => {
  const notice = await wordnetNotice();
  assert.match(notice, /^This software and database is being provided to you/);
  assert.match(notice, /^WordNet 3\.1 Copyright 2011 by Princeton University/m);
  assert.doesNotMatch(notice, /^ *\d+ /m);
});

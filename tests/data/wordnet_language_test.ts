// Texts for models that predict the next token: packed sentences, and records that ask for their gloss.
import assert from "node:assert/strict";
import { datasets, ignored, openEncoder, parts } from "../../data/mod.ts";
import { isHeldOut } from "../../data/held_out.ts";
import { readSynsets } from "../../data/wordnet.ts";
import { recordsOf } from "../../data/wordnet_records.ts";
import { pack } from "../../data/wordnet_sentences.ts";
import { corpusLines } from "../../data/wordnet_text.ts";
import { valueOf } from "./value_of.ts";

const scratch = await Deno.makeTempDir();
const text = { vocabulary: 600, length: 24, lines: 3000, share: 0.15, validation: 20, test: 20 };
const tokenizer = `${scratch}/tokenizer.json`;
const { files } = valueOf(await datasets.wordnet_text.prepare(text, { files: {}, scratch }));
await Deno.writeTextFile(tokenizer, files["tokenizer.json"] ?? "");
const given = { files: { tokenizer }, scratch };
const sizes = { train: 50, validation: 20, test: 20, length: 40 };

Deno.test("pack() puts texts one after the other into full rows and drops the rest", () => {
  const { count, columns } = pack(
    [Int32Array.of(1, 2, 3), Int32Array.of(4, 5), Int32Array.of(6)],
    2,
  );
  assert.equal(count, 3);
  assert.deepEqual([...columns.input_ids?.data ?? []], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(pack([Int32Array.of(1, 2, 3)], 2).columns.labels?.data, Int32Array.of(1, 2));
});

Deno.test("wordnet_sentences asks for every token and has no padding", async () => {
  const { splits } = valueOf(
    await datasets.wordnet_sentences.prepare(
      { length: 24, lines: 60, validation: 20, test: 20 },
      given,
    ),
  );
  for (const part of parts) {
    const { input_ids: ids, labels, attention_mask: mask } = splits[part].columns;
    assert.deepEqual(ids?.data, labels?.data);
    assert.ok(mask?.data.every((each) => each === 1));
  }
});

Deno.test("wordnet_records asks for the gloss and its end, and for nothing of the prompt", async () => {
  const { splits, tokens } = valueOf(await datasets.wordnet_records.prepare(sizes, given));
  const encoder = valueOf(await openEncoder(await Deno.readTextFile(tokenizer), sizes.length));
  const { input_ids: ids, labels } = splits.test.columns;
  for (let row = 0; row < splits.test.count; row++) {
    const range = [row * sizes.length, (row + 1) * sizes.length] as const;
    const asked = Int32Array.from(labels?.data.subarray(...range) ?? []).filter((id) =>
      id !== ignored
    );
    const whole = await encoder.decode(Int32Array.from(ids?.data.subarray(...range) ?? []));
    const [prompt, gloss] = whole.split(" => ") as [string, string];
    assert.equal(asked.at(-1), tokens?.end);
    assert.equal((await encoder.decode(asked)).trim(), gloss);
    assert.match(prompt, /^.+ ; \w+ ; .+$/);
  }
});

Deno.test("no gloss that a record is tested on stands in the corpus", async () => {
  const synsets = valueOf(await readSynsets(["noun"]));
  const records = recordsOf(synsets);
  const corpus = new Set(corpusLines(synsets).map((line) => line.slice(line.indexOf(": ") + 2)));
  for (const part of ["test", "validation"] as const) {
    assert.ok(records[part].length > 1000);
    assert.ok(records[part].every(({ gloss }) => !corpus.has(gloss)));
  }
  assert.ok(synsets.some(isHeldOut));
});

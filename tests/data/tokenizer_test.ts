// Tests of the tokenizer: its size, its special tokens, that it is deterministic and loses nothing.
import assert from "node:assert/strict";
import fc from "fast-check";
import { openEncoder } from "../../data/mod.ts";
import { trainTokenizer } from "../../data/tokenizer.ts";
import { valueOf } from "./value_of.ts";

const lines = Array.from(
  { length: 400 },
  (_, i) =>
    `the ${i}th line says that ${["cats", "dogs", "birds"][i % 3]} run, and number ${i * i}`,
);

async function train(vocabulary: number): Promise<string> {
  const scratch = await Deno.makeTempDir();
  try {
    return valueOf(await trainTokenizer({ lines, vocabulary, scratch }));
  } finally {
    assert.deepEqual([...Deno.readDirSync(scratch)], [], "temporary files must be gone");
    await Deno.remove(scratch);
  }
}

Deno.test("trainTokenizer() gives the vocabulary asked for, with RoBERTa's ids of specials", async () => {
  const { tokens } = valueOf(await openEncoder(await train(320), 8));
  assert.deepEqual(tokens, {
    vocabulary: 320,
    begin: 0,
    pad: 1,
    end: 2,
    unknown: 3,
    mask: 319,
    length: 8,
  });
});

Deno.test("trainTokenizer() gives the same file twice", async () => {
  assert.equal(await train(300), await train(300));
});

Deno.test("trainTokenizer() makes a larger vocabulary by adding merges at the end", async () => {
  const merges = async (size: number) => JSON.parse(await train(size)).model.merges as string[][];
  const small = await merges(290);
  const large = await merges(330);
  assert.deepEqual(large.slice(0, small.length), small);
  assert.ok(large.length > small.length);
});

Deno.test("trainTokenizer() refuses a vocabulary without room for all bytes", async () => {
  const result = await trainTokenizer({ lines, vocabulary: 260, scratch: "/nowhere" });
  assert.ok(!result.ok && result.reason === "bad-vocabulary");
  assert.match(result.message, /at least 261 tokens: current value is 260$/);
});

Deno.test("trainTokenizer() says when the text is too short for the vocabulary", async () => {
  const scratch = await Deno.makeTempDir();
  const result = await trainTokenizer({ lines: ["ab ab"], vocabulary: 400, scratch });
  await Deno.remove(scratch);
  assert.ok(!result.ok && result.reason === "too-few-merges");
});

Deno.test("encode() and decode() are inverse on any text that fits", async () => {
  const encoder = valueOf(await openEncoder(await train(320), 256));
  const text = fc.string({ unit: "grapheme", maxLength: 12 })
    .filter((s) => !s.startsWith(" ") && s.isWellFormed());
  await fc.assert(fc.asyncProperty(text, async (s) => {
    const { input_ids: ids } = await encoder.encode([s]);
    assert.equal(await encoder.decode(Int32Array.from(ids.data)), s);
  }));
});

Deno.test("encode() cuts long lines and fills short ones to the length", async () => {
  const encoder = valueOf(await openEncoder(await train(320), 6));
  const { input_ids: ids, attention_mask: mask } = await encoder.encode([lines.join(" "), "", "t"]);
  const row = (data: ArrayLike<number>, i: number) => Array.from(data).slice(6 * i, 6 * i + 6);
  assert.deepEqual([row(ids.data, 0)[0], row(ids.data, 0)[5]], [0, 2]);
  assert.deepEqual(row(mask.data, 0), [1, 1, 1, 1, 1, 1]);
  assert.deepEqual(row(ids.data, 1), [0, 2, 1, 1, 1, 1]);
  assert.deepEqual(row(mask.data, 2).slice(4), [0, 0]);
  assert.deepEqual(ids.shape, [6]);
});

Deno.test("openEncoder() refuses what is no tokenizer, and lengths without room for a token", async () => {
  const broken = await openEncoder("{", 8);
  assert.ok(!broken.ok && broken.reason === "bad-tokenizer");
  const short = await openEncoder("{}", 2);
  assert.ok(!short.ok && short.reason === "bad-length");
});

Deno.test("openEncoder() names the special token that is missing", async () => {
  const json = (await train(320)).replaceAll("<mask>", "<blank>");
  const result = await openEncoder(json, 8);
  assert.ok(!result.ok);
  assert.equal(result.message, "Cannot find the token <mask> in tokenizer");
});

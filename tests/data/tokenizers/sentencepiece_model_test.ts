// Tests of reading SentencePiece models: what is in them, and that broken ones are refused.
import assert from "node:assert/strict";
import fc from "fast-check";
import { openTokenizer } from "../../../data/mod.ts";
import { mergesOf } from "../../../data/tokenizers/sentencepiece/from_sentencepiece.ts";
import {
  pieceType,
  readSentencePieceModel,
} from "../../../data/tokenizers/sentencepiece/sentencepiece_model.ts";
import { valueOf } from "../value_of.ts";
import { bytesField, floatField, numberField, textField } from "./protobuf.ts";

const root = new URL("../../reference/tokenizers/", import.meta.url);
const unigram = await Deno.readFile(new URL("deberta/spm.model", root));
const bpe = await Deno.readFile(new URL("llama/tokenizer.model", root));

const piece = (text: string, score: number, type?: number) =>
  bytesField(1, [
    ...textField(1, text),
    ...floatField(2, score),
    ...(type === undefined ? [] : numberField(3, type)),
  ]);

const unknown = piece("<unk>", 0, pieceType.unknown);
const settings = [...bytesField(2, []), ...bytesField(3, [])];

Deno.test("readSentencePieceModel() reads pieces, scores and types", () => {
  const { kind, pieces, unknown, charsmap } = valueOf(readSentencePieceModel(unigram));
  assert.equal(kind, "unigram");
  assert.deepEqual(pieces.slice(0, 5).map(({ text }) => text), [
    "[PAD]",
    "[CLS]",
    "[SEP]",
    "[UNK]",
    "<x>",
  ]);
  assert.deepEqual(pieces.slice(0, 5).map(({ type }) => type), [3, 3, 3, 2, 4]);
  assert.deepEqual(unknown, { id: 3, text: "[UNK]" });
  assert.ok(pieces.slice(5).every(({ score }) => score < 0 && Math.fround(score) === score));
  assert.ok(charsmap.length > 0);
});

Deno.test("readSentencePieceModel() finds the bytes of a BPE with byte fallback", () => {
  const { kind, pieces, charsmap } = valueOf(readSentencePieceModel(bpe));
  assert.equal(kind, "bpe");
  assert.equal(pieces.filter(({ type }) => type === pieceType.byte).length, 256);
  assert.equal(charsmap.length, 0);
});

Deno.test("readSentencePieceModel() keeps a byte-order mark that is part of a piece", () => {
  const model = Uint8Array.from([...unknown, ...piece("\ufeffa", -1), ...settings]);
  assert.equal(valueOf(readSentencePieceModel(model)).pieces[1]?.text, "\ufeffa");
});

Deno.test("readSentencePieceModel() skips fields that it does not know", () => {
  const strange = [...numberField(99, 7), ...textField(200, "x")];
  const model = Uint8Array.from([...strange, ...unknown, ...settings]);
  assert.equal(valueOf(readSentencePieceModel(model)).pieces.length, 1);
});

Deno.test("readSentencePieceModel() gives a value for any bytes, cut models included", () => {
  const cut = fc.nat(unigram.length - 1).map((length) => unigram.subarray(0, length));
  const changed = fc.tuple(fc.nat(bpe.length - 1), fc.nat(255)).map(([at, byte]) => {
    return bpe.with(at, byte);
  });
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), cut, changed), (bytes) => {
    const result = readSentencePieceModel(bytes);
    assert.ok(result.ok || result.reason === "bad-sentencepiece");
  }));
});

Deno.test("readSentencePieceModel() refuses a model that is cut off between two pieces", () => {
  const model = Uint8Array.from([...unknown, ...piece("a", -1)]);
  const result = readSentencePieceModel(model);
  assert.ok(!result.ok);
  assert.match(result.message, /its settings are absent or broken$/);
});

Deno.test("readSentencePieceModel() says where a model breaks off", () => {
  const result = readSentencePieceModel(bpe.subarray(0, 1000));
  assert.ok(!result.ok);
  const message = "Cannot read the SentencePiece model: it breaks off within its 1000 bytes";
  assert.equal(result.message, message);
});

Deno.test("readSentencePieceModel() refuses kinds and unknown pieces that it cannot run", () => {
  const refused = (...fields: number[][]) => {
    const result = readSentencePieceModel(Uint8Array.from([...settings, ...fields.flat()]));
    return result.ok ? "" : result.message;
  };
  const word = bytesField(2, numberField(3, 3));
  assert.match(refused(unknown, word), /its model type is 3, neither unigram nor BPE$/);
  const far = bytesField(2, numberField(40, 8));
  assert.match(refused(unknown, far), /its unknown piece 8 is not there$/);
  assert.match(refused(), /it has no pieces$/);
  assert.match(refused(unknown, bytesField(1, bytesField(1, [0xff]))), /piece 1 is broken$/);
});

Deno.test("openTokenizer() passes a broken spm.model on as a failure", async () => {
  const config = `{"tokenizer_class": "DebertaV2Tokenizer"}`;
  const files = { "spm.model": unigram.subarray(0, 500), "tokenizer_config.json": config };
  const result = await openTokenizer(files);
  assert.ok(!result.ok && result.reason === "bad-sentencepiece");
});

Deno.test("mergesOf() puts the best score first, then longer left parts, letters whole", () => {
  const pieces = ["a", "😀", "a😀", "aa", "aaa"].map((text, id) => ({ text, score: -id, type: 1 }));
  assert.deepEqual(mergesOf(pieces), [["a", "😀"], ["a", "a"], ["aa", "a"], ["a", "aa"]]);
});

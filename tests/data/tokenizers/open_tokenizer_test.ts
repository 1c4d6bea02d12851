// Tests of opening tokenizers: what files say, what is missing, and how rows are filled.
import assert from "node:assert/strict";
import { openTokenizer, type TokenizerFiles } from "../../../data/mod.ts";
import { valueOf } from "../value_of.ts";
import { olderFiles } from "./older_files.ts";

const gpt2 = await olderFiles("gpt2", { "tokenizer_class": "GPT2TokenizerFast" });
const roberta = await olderFiles("roberta", { "tokenizer_class": "RobertaTokenizer" });

async function reasonOf(files: TokenizerFiles | string): Promise<string> {
  const result = await openTokenizer(files);
  return result.ok ? "none" : result.reason;
}

Deno.test("openTokenizer() says what it looked for where there is nothing", async () => {
  const result = await openTokenizer("/nowhere");
  assert.ok(!result.ok && result.reason === "no-tokenizer");
  const message =
    "Cannot find tokenizer.json, spm.model, tokenizer.model, vocab.json among the tokenizer's files";
  assert.equal(result.message, message);
});

Deno.test("openTokenizer() refuses a class that it does not know, and older files of one that it cannot make", async () => {
  const unnamed = { ...gpt2, "tokenizer_config.json": "{}" };
  assert.equal(await reasonOf(unnamed), "unknown-tokenizer-class");
  const other = { ...gpt2, "tokenizer_config.json": `{"tokenizer_class": "T5Tokenizer"}` };
  const result = await openTokenizer(other);
  assert.ok(!result.ok);
  assert.match(
    result.message,
    /^Cannot run a tokenizer of class T5Tokenizer: known classes are Bart/,
  );
  const named = { ...gpt2, "tokenizer_config.json": `{"tokenizer_class": "BertTokenizer"}` };
  const unmade = await openTokenizer(named);
  assert.ok(!unmade.ok);
  assert.equal(
    unmade.message,
    "Cannot make a tokenizer of vocab.json for the class BertTokenizer: tokenizer.json is missing",
  );
});

Deno.test("openTokenizer() names the file and line that it cannot read", async () => {
  assert.equal(await reasonOf({ ...gpt2, "tokenizer_config.json": "{" }), "bad-tokenizer-config");
  const sided = { ...gpt2, "tokenizer_config.json": `{"padding_side": "top"}` };
  assert.equal(await reasonOf(sided), "bad-tokenizer-config");
  assert.equal(await reasonOf({ ...gpt2, "vocab.json": `{"a": -1}` }), "bad-vocabulary");
  assert.equal(await reasonOf({ ...gpt2, "tokenizer.json": "{}" }), "bad-tokenizer");
  const merges = await openTokenizer({ ...gpt2, "merges.txt": "#version: 0.2\nt h\nt h e\n" });
  assert.ok(!merges.ok && merges.reason === "bad-merges");
  assert.equal(merges.message, "Cannot read line 3 of merges.txt: t h e is not two tokens");
});

Deno.test("openTokenizer() refuses a listed id that the token does not have", async () => {
  const listed = `{"<mask>": 3}`;
  const result = await openTokenizer({ ...roberta, "added_tokens.json": listed });
  assert.ok(!result.ok && result.reason === "bad-added-token");
  assert.equal(result.message, "Cannot give token <mask> the id 3: it has 4");
});

Deno.test("openTokenizer() adds listed tokens behind the vocabulary", async () => {
  const before = valueOf(await openTokenizer(roberta)).vocabulary;
  const added = { ...roberta, "added_tokens.json": `{"<new>": ${before}}` };
  const tokenizer = valueOf(await openTokenizer(added));
  assert.equal(tokenizer.idOf("<new>"), before);
  const [row] = valueOf(await tokenizer.encode(["<new>"], { specialTokens: false }));
  assert.deepEqual([...row?.ids ?? []], [before]);
});

Deno.test("openTokenizer() takes a token's role from the caller before the file before the class", async () => {
  const own = valueOf(await openTokenizer(roberta, { padToken: "</s>" }));
  assert.equal(own.roles.get("pad")?.content, "</s>");
  const config = `{"tokenizer_class": "RobertaTokenizer", "pad_token": {"content": "<unk>"}}`;
  const file = valueOf(await openTokenizer({ ...roberta, "tokenizer_config.json": config }));
  assert.equal(file.roles.get("pad")?.content, "<unk>");
  assert.equal(file.roles.get("mask")?.content, "<mask>");
  const unknown = await openTokenizer(roberta, { padToken: "<gap>" });
  assert.ok(!unknown.ok);
  assert.equal(unknown.message, "Cannot find <gap>, the pad token");
});

Deno.test("openTokenizer() reads no length where the file has transformers' number for none", async () => {
  const config = (length: number) => `{"model_max_length": ${length}}`;
  const open = async (length: number) =>
    valueOf(
      await openTokenizer({
        ...roberta,
        ...tokenizerJson,
        "tokenizer_config.json": config(length),
      }),
    );
  assert.equal((await open(512)).maxLength, 512);
  assert.equal((await open(1e30)).maxLength, undefined);
});

const tokenizerJson = {
  "tokenizer.json": JSON.stringify({
    "model": { "type": "WordLevel", "vocab": { "a": 0 }, "unk_token": "a" },
  }),
};

Deno.test("encode() fills to the longest row of the call, at the side asked for", async () => {
  const tokenizer = valueOf(await openTokenizer(roberta));
  const texts = ["", "the river"];
  const rows = valueOf(await tokenizer.encode(texts, { padding: "longest", paddingSide: "left" }));
  const lengths = rows.map(({ ids }) => ids.length);
  assert.equal(lengths[0], lengths[1]);
  const short = rows[0];
  assert.deepEqual([...short?.attentionMask ?? []].slice(-3), [0, 1, 1]);
  assert.deepEqual([...short?.ids ?? []].slice(-3), [1, 0, 2]);
});

Deno.test("encode() refuses to fill without a token, and to cut without a length", async () => {
  const tokenizer = valueOf(await openTokenizer(gpt2));
  const reason = async (options: Parameters<typeof tokenizer.encode>[1]) => {
    const result = await tokenizer.encode(["a"], options);
    return result.ok ? "none" : result.reason;
  };
  assert.equal(await reason({ padding: "longest" }), "no-pad-token");
  assert.equal(await reason({ truncation: "longest_first" }), "no-length");
  assert.equal(await reason({ truncation: "longest_first", maxLength: 0 }), "bad-length");
  assert.equal(await reason({ truncation: "only_second", maxLength: 1 }), "none");
});

Deno.test("encode() says which text it cannot cut", async () => {
  const tokenizer = valueOf(await openTokenizer(gpt2));
  const options = { truncation: "only_second", maxLength: 2 } as const;
  const result = await tokenizer.encode([["a", "b"], ["river", "b"]], options);
  assert.ok(!result.ok && result.reason === "cannot-cut");
  assert.equal(result.message, `Cannot cut to 2 tokens by only_second: ["river","b"]`);
});

Deno.test("encode() cuts single texts and pairs of one call alike", async () => {
  const tokenizer = valueOf(await openTokenizer(roberta));
  const options = { truncation: "longest_first", maxLength: 8 } as const;
  const text = "the river runs down to the sea";
  const mixed = valueOf(await tokenizer.encode([text, [text, text], "a"], options));
  const alone = valueOf(await tokenizer.encode([text], options));
  assert.deepEqual(mixed.map(({ ids }) => ids.length), [8, 8, 3]);
  assert.deepEqual(mixed[0], alone[0]);
});

Deno.test("openTokenizer() refuses by name what it cannot honour", async () => {
  const config = `{"tokenizer_class": "RobertaTokenizer", "split_special_tokens": true}`;
  const result = await openTokenizer({ ...tokenizerJson, "tokenizer_config.json": config });
  assert.ok(!result.ok && result.reason === "unsupported-tokenizer-setting");
  assert.match(result.message, /split_special_tokens of tokenizer_config\.json/);
});

Deno.test("openTokenizer() runs a tokenizer.json as it stands where nothing stands beside it", async () => {
  const [row] = valueOf(await valueOf(await openTokenizer(tokenizerJson)).encode(["a"]));
  assert.deepEqual([...row?.ids ?? []], [0]);
});

Deno.test("openTokenizer() keeps a token called __proto__", async () => {
  const vocab = JSON.parse(gpt2["vocab.json"] ?? "");
  const size = Object.keys(vocab).length;
  const more = JSON.stringify(vocab).replace(/}$/, `, "__proto__": ${size}}`);
  const tokenizer = valueOf(await openTokenizer({ ...gpt2, "vocab.json": more }));
  assert.equal(tokenizer.idOf("__proto__"), size);
});

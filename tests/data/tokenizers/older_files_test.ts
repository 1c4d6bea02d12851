// Tests of tokenizers made of spm.model, tokenizer.model, vocab.json and merges.txt.
import assert from "node:assert/strict";
import { openTokenizer } from "../../../data/mod.ts";
import { valueOf } from "../value_of.ts";
import { type OlderCase, olderCases, olderFiles } from "./older_files.ts";

const { texts, cases } = await olderCases();

async function open({ folder, config }: OlderCase) {
  return valueOf(await openTokenizer(await olderFiles(folder, config)));
}

for (const each of cases) {
  const { folder, config } = each;
  const name = `${folder} ${JSON.stringify(config)}`;

  Deno.test(`openTokenizer() reads ${name} as transformers does`, async () => {
    const rows = valueOf(await (await open(each)).encode(texts));
    rows.forEach((row, i) => assert.deepEqual([...row.ids], each.ids[i], texts[i]));
  });

  const { decoded } = each;
  if (decoded !== null) {
    Deno.test(`decode() writes ${name} as transformers does`, async () => {
      const tokenizer = await open(each);
      for (const [i, ids] of each.ids.entries()) {
        assert.equal(await tokenizer.decode(ids), decoded[i], texts[i]);
      }
    });
  }

  if (each.cut.length === 0) continue;
  Deno.test(`encode() cuts and fills pairs of ${name} as transformers does`, async () => {
    const tokenizer = await open(each);
    for (const { a, b, truncation, length, ids, types, mask } of each.cut) {
      const options = {
        truncation,
        maxLength: length,
        padding: "max_length",
        typeIds: true,
      } as const;
      const [row] = valueOf(await tokenizer.encode([[a, b]], options));
      assert.deepEqual([...row?.ids ?? []], ids, `${a} | ${b}`);
      assert.deepEqual([...row?.attentionMask ?? []], mask);
      assert.deepEqual([...row?.typeIds ?? []], types);
    }
  });
}

Deno.test("openTokenizer() takes the class from config.json where no other file names it", async () => {
  const [gpt2] = cases.filter(({ folder, config }) => folder === "gpt2" && !config.add_bos_token);
  const files = await olderFiles("gpt2", { "pad_token": "<|endoftext|>" });
  const named = { ...files, "config.json": `{"model_type": "gpt2"}` };
  const rows = valueOf(await valueOf(await openTokenizer(named)).encode(texts));
  rows.forEach((row, i) => assert.deepEqual([...row.ids], gpt2?.ids[i]));
});

// A tokenizer is its whole folder: what transformers makes of a tokenizer.json and the files beside it.
import assert from "node:assert/strict";
import { openTokenizer, type TokenizerFiles } from "../../../data/mod.ts";
import { valueOf } from "../value_of.ts";

interface FolderCase {
  readonly base: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly vocabulary: number;
  readonly ids: readonly (readonly number[])[];
  readonly decoded: readonly string[];
  readonly pair: Readonly<Record<"ids" | "types" | "mask", readonly number[]>> | null;
}

interface Folders {
  readonly texts: string[];
  readonly bases: Readonly<Record<string, unknown>>;
  readonly cases: readonly FolderCase[];
}

const here = new URL("../../reference/tokenizers/folders.json", import.meta.url);
// More cases, drawn at random, are made by folders.py, which says how.
const path = Deno.env.get("CAIRN_FOLDERS") ?? here;
const { texts, bases, cases }: Folders = JSON.parse(await Deno.readTextFile(path));

function filesOf({ base, files }: FolderCase): TokenizerFiles {
  const beside = Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]);
  return { ...Object.fromEntries(beside), "tokenizer.json": JSON.stringify(bases[base]) };
}

for (const [index, each] of cases.entries()) {
  const files = JSON.stringify(each.files).slice(0, 300);
  Deno.test(`openTokenizer() reads folder ${index} as transformers does: ${each.base} ${files}`, async () => {
    const opened = await openTokenizer(filesOf(each));
    if (each.error !== undefined) return assert.ok(!opened.ok, each.error);
    const tokenizer = valueOf(opened);
    const rows = valueOf(await tokenizer.encode(texts));
    rows.forEach((row, i) => assert.deepEqual([...row.ids], each.ids[i], texts[i]));
    assert.equal(tokenizer.vocabulary, each.vocabulary);
    for (const [i, ids] of each.ids.entries()) {
      assert.equal(await tokenizer.decode(ids), each.decoded[i], texts[i]);
    }
    if (each.pair === null) return assert.equal(tokenizer.roles.get("pad"), undefined);
    const options = { truncation: "longest_first", maxLength: 11, padding: "max_length" } as const;
    const text = ["the river runs", "to the sea and nobody"] as const;
    const [row] = valueOf(await tokenizer.encode([text], { ...options, typeIds: true }));
    const found = { ids: row?.ids, types: row?.typeIds, mask: row?.attentionMask };
    assert.deepEqual(
      Object.entries(found).map(([name, column]) => [name, [...column ?? []]]),
      Object.entries(each.pair),
    );
  });
}

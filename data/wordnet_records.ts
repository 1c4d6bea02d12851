// The task of writing the gloss of a record: words ; supersense ; hypernym => gloss.
import { z } from "zod";
import { ignored } from "./batches.ts";
import { type Dataset, defineDataset, failure, type Inputs, type Part, parts } from "./dataset.ts";
import type { Prepared, Result, Split } from "./dataset.ts";
import { type Encoder, openEncoder } from "./encoder.ts";
import { isCandidate, partOfSynset, supersenses } from "./held_out.ts";
import { orderByDigest, type Sizes } from "./split.ts";
import { readSynsets, type Synset, wordnetNotice, wordnetSource } from "./wordnet.ts";

const parameters = z.strictObject({
  length: z.int().min(3).describe(
    "tokens a row, <s> and </s> included; longer records are left out",
  ),
  train: z.int().positive().describe("records of the training part"),
  validation: z.int().positive().describe("records of the validation part"),
  test: z.int().positive().describe("records of the test part"),
});

type Parameters = z.infer<typeof parameters>;

/** Nouns; siblings under one hypernym lie in one part, and no text of the corpus holds a held-out gloss. */
export const wordnetRecords: Dataset = defineDataset({
  name: "wordnet_records",
  task: "causal_lm",
  source: wordnetSource,
  needs: ["tokenizer"],
  parameters,
  load,
});

/** What is given, and what is to be written. */
export interface WordRecord {
  readonly prompt: string;
  readonly gloss: string;
}

async function load(chosen: Parameters, { files }: Inputs): Promise<Result<Prepared>> {
  const synsets = await readSynsets(["noun"]);
  if (!synsets.ok) return synsets;
  const encoder = await openEncoder(await Deno.readTextFile(files.tokenizer ?? ""), chosen.length);
  if (!encoder.ok) return encoder;
  const records = recordsOf(synsets.value);
  const splits: Partial<Record<Part, Split>> = {};
  for (const part of parts) {
    const split = await splitOf(records[part], encoder.value, { part, sizes: chosen });
    if (!split.ok) return split;
    splits[part] = split.value;
  }
  return {
    ok: true,
    value: {
      task: { kind: "causal_lm" },
      source: wordnetSource,
      labelNames: [],
      splits: splits as Record<Part, Split>,
      files: { NOTICE: await wordnetNotice() },
      tokens: encoder.value.tokens,
    },
  };
}

/**
 * The records of each part in the order of their glosses' digests. Glosses that more than one noun has are
 * left out, and nouns without a hypernym.
 */
export function recordsOf(nouns: readonly Synset[]): Record<Part, WordRecord[]> {
  const times = Map.groupBy(nouns, ({ gloss }) => gloss);
  const byId = new Map(nouns.map((synset) => [synset.id, synset]));
  const records: Record<Part, WordRecord[]> = { train: [], validation: [], test: [] };
  const single = nouns.filter((each) => isCandidate(each) && times.get(each.gloss)?.length === 1);
  for (const { value: synset } of orderByDigest(single, ({ gloss }) => gloss)) {
    const hypernym = byId.get(synset.hypernyms[0] ?? "");
    if (hypernym === undefined) continue;
    records[partOfSynset(synset)].push({ prompt: promptOf(synset, hypernym), gloss: synset.gloss });
  }
  return records;
}

const names = new Map([...supersenses].map(([name, number]) => [number, name]));

function promptOf({ words, supersense }: Synset, hypernym: Synset): string {
  return `${words.join(", ")} ; ${names.get(supersense)} ; ${hypernym.words[0]} =>`;
}

/** The first records that fit. Failure: `not-enough-examples`. */
async function splitOf(
  records: readonly WordRecord[],
  encoder: Encoder,
  { part, sizes }: { readonly part: Part; readonly sizes: Sizes },
): Promise<Result<Split>> {
  const wanted = sizes[part];
  const fitting: Row[] = [];
  // A few more at a time, as encoding them all takes ten times as long as what is asked for.
  for (let start = 0; start < records.length && fitting.length < wanted; start += wanted) {
    const rows = await rowsOf(records.slice(start, start + wanted), encoder);
    fitting.push(...rows.filter(({ ids }) => ids.length <= encoder.tokens.length));
  }
  if (fitting.length >= wanted) {
    return { ok: true, value: columnsOf(fitting.slice(0, wanted), encoder) };
  }
  const message = `Cannot take ${wanted} of ${fitting.length} records that fit for ${part}`;
  return failure("not-enough-examples", message);
}

async function rowsOf(records: readonly WordRecord[], encoder: Encoder): Promise<Row[]> {
  const prompts = await encoder.whole(records.map(({ prompt }) => prompt));
  const whole = await encoder.whole(records.map(({ prompt, gloss }) => `${prompt} ${gloss}`));
  return whole.map((ids, index) => ({ ids, given: (prompts[index]?.length ?? 1) - 1 }));
}

interface Row {
  readonly ids: Int32Array;
  /** Tokens of the prompt, <s> included: nothing is asked of them. */
  readonly given: number;
}

/** [S] each: ids, what is no padding, and the ids of the gloss and of `</s>` as labels. */
function columnsOf(rows: readonly Row[], { tokens: { length, pad } }: Encoder): Split {
  const column = (fill: number) => new Int32Array(rows.length * length).fill(fill);
  const [ids, mask, labels] = [column(pad), column(0), column(ignored)];
  rows.forEach((row, index) => {
    const start = index * length;
    ids.set(row.ids, start);
    mask.fill(1, start, start + row.ids.length);
    labels.set(row.ids.subarray(row.given), start + row.given);
  });
  const of = (data: Int32Array) => ({ dtype: "int32", shape: [length], data }) as const;
  return {
    count: rows.length,
    columns: { "input_ids": of(ids), "attention_mask": of(mask), labels: of(labels) },
  };
}

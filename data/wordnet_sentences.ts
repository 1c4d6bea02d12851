// WordNet's glosses and examples as one stream of tokens, for models that predict the next one.
import { z } from "zod";
import { type Dataset, defineDataset, type Inputs, type Part, type Prepared } from "./dataset.ts";
import type { Result, Split } from "./dataset.ts";
import { type Encoder, openEncoder } from "./encoder.ts";
import { partsOfSpeech, readSynsets, wordnetNotice, wordnetSource } from "./wordnet.ts";
import { corpusLines, linesOfParts } from "./wordnet_text.ts";

const parameters = z.strictObject({
  length: z.int().min(3).describe("tokens a row"),
  lines: z.int().positive().nullable().describe("lines of the training part; null: all"),
  validation: z.int().positive().describe("lines of the validation part"),
  test: z.int().positive().describe("lines of the test part"),
});

type Parameters = z.infer<typeof parameters>;

/** The corpus of `wordnet_text`, `<s> line </s>` after each other, cut into full rows: nothing is padding. */
export const wordnetSentences: Dataset = defineDataset({
  name: "wordnet_sentences",
  task: "causal_lm",
  source: wordnetSource,
  needs: ["tokenizer"],
  parameters,
  load,
});

async function load(chosen: Parameters, { files }: Inputs): Promise<Result<Prepared>> {
  const synsets = await readSynsets(partsOfSpeech);
  if (!synsets.ok) return synsets;
  const lines = linesOfParts(corpusLines(synsets.value), chosen);
  if (!lines.ok) return lines;
  const encoder = await openEncoder(await Deno.readTextFile(files.tokenizer ?? ""), chosen.length);
  if (!encoder.ok) return encoder;
  return { ok: true, value: await prepared(lines.value, encoder.value) };
}

async function prepared(
  lines: Readonly<Record<Part, string[]>>,
  encoder: Encoder,
): Promise<Prepared> {
  const packed = async (part: Part) =>
    pack(await encoder.whole(lines[part]), encoder.tokens.length);
  return {
    task: { kind: "causal_lm" },
    source: wordnetSource,
    labelNames: [],
    splits: {
      train: await packed("train"),
      validation: await packed("validation"),
      test: await packed("test"),
    },
    files: { NOTICE: await wordnetNotice() },
    tokens: encoder.tokens,
  };
}

/** Texts one after the other in rows of `length`; what is left at the end and fills no row is dropped. */
export function pack(texts: readonly Int32Array[], length: number): Split {
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  const stream = new Int32Array(total);
  let end = 0;
  for (const text of texts) {
    stream.set(text, end);
    end += text.length;
  }
  const count = Math.floor(total / length);
  const ids = stream.slice(0, count * length);
  const column = (data: Int32Array) => ({ dtype: "int32", shape: [length], data }) as const;
  return {
    count,
    columns: {
      "input_ids": column(ids),
      "attention_mask": column(new Int32Array(ids.length).fill(1)),
      labels: column(ids.slice()),
    },
  };
}

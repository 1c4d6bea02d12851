// WordNet's glosses and examples as a corpus for masked-language modelling, with its own tokenizer.
import { z } from "zod";
import { type Dataset, defineDataset, type Part, type Prepared, type Result } from "./dataset.ts";
import type { Inputs, Split, Task } from "./dataset.ts";
import { type Encoder, openEncoder } from "./encoder.ts";
import { isHeldOut } from "./held_out.ts";
import { maskedSlots } from "./mask_tokens.ts";
import { cut, orderByDigest } from "./split.ts";
import { trainTokenizer } from "./tokenizer.ts";
import { partsOfSpeech, readSynsets, type Synset } from "./wordnet.ts";
import { wordnetNotice, wordnetSource } from "./wordnet.ts";

const parameters = z.strictObject({
  vocabulary: z.int().positive().describe("number of tokens, specials included"),
  length: z.int().min(3).describe("tokens a row, <s> and </s> included"),
  share: z.number().gt(0).lt(1).default(0.15).describe(
    "share of the tokens that is masked and predicted",
  ),
  lines: z.int().positive().nullable().describe("lines of the training part; null: all"),
  validation: z.int().positive().describe("lines of the validation part"),
  test: z.int().positive().describe("lines of the test part"),
});

/** Lines that the tokenizer learns from: all take 2 s more, and 94 % of the merges stay. */
const sampleSize = 65_536;

type Parameters = z.infer<typeof parameters>;

/** Lines `word, word: gloss` and examples of the synsets that the supersense task leaves free. */
export const wordnetText: Dataset = defineDataset({
  name: "wordnet_text",
  task: "masked_lm",
  source: wordnetSource,
  needs: [],
  parameters,
  load,
});

async function load(chosen: Parameters, inputs: Inputs): Promise<Result<Prepared>> {
  const synsets = await readSynsets(partsOfSpeech);
  if (!synsets.ok) return synsets;
  const lines = linesOfParts(corpusLines(synsets.value), chosen);
  if (!lines.ok) return lines;
  const { vocabulary, length, share } = chosen;
  const sample = lines.value.train.slice(0, sampleSize);
  const tokenizer = await trainTokenizer({ lines: sample, vocabulary, scratch: inputs.scratch });
  if (!tokenizer.ok) return tokenizer;
  const encoder = await openEncoder(tokenizer.value, length);
  if (!encoder.ok) return encoder;
  const masked = maskedSlots(length, share);
  const task: Task = { kind: "masked_lm", masked, share };
  const splits = await splitsOf(lines.value, encoder.value);
  const files = { "tokenizer.json": tokenizer.value, NOTICE: await wordnetNotice() };
  const { tokens } = encoder.value;
  return {
    ok: true,
    value: { task, source: wordnetSource, labelNames: [], splits, files, tokens },
  };
}

/**
 * The distinct lines of the corpus. A line of one synset may repeat the gloss or an example of a
 * held-out one: what a held-out synset says is left out wherever it stands.
 */
export function corpusLines(synsets: readonly Synset[]): string[] {
  const forbidden = new Set(synsets.filter(isHeldOut).flatMap((s) => [s.gloss, ...s.examples]));
  const lines = new Set<string>();
  for (const synset of synsets) {
    if (isHeldOut(synset)) continue;
    const { words, gloss, examples } = synset;
    if (!forbidden.has(gloss)) lines.add(`${words.join(", ")}: ${gloss}`);
    for (const example of examples) if (!forbidden.has(example)) lines.add(example);
  }
  return [...lines];
}

/** How many lines each part is to have; null: all that are left. */
export interface LineCounts {
  readonly lines: number | null;
  readonly validation: number;
  readonly test: number;
}

/** The lines of each part, in the order of their digests. Failure: `not-enough-examples`. */
export function linesOfParts(
  lines: readonly string[],
  chosen: LineCounts,
): Result<Record<Part, string[]>> {
  const ordered = orderByDigest(lines, (line) => line).map(({ value }) => value);
  const { validation, test } = chosen;
  const train = chosen.lines ?? Math.max(1, ordered.length - validation - test);
  return cut(ordered, { train, validation, test }, "lines of WordNet");
}

async function splitsOf(
  lines: Readonly<Record<Part, string[]>>,
  encoder: Encoder,
): Promise<Record<Part, Split>> {
  const encoded = async (part: Part): Promise<Split> => ({
    count: lines[part].length,
    columns: await encoder.encode(lines[part]),
  });
  return {
    train: await encoded("train"),
    validation: await encoded("validation"),
    test: await encoded("test"),
  };
}

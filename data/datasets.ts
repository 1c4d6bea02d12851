// The table of data sets: what exists, under the names that studies use.
import type { Dataset } from "./dataset.ts";
import { digitsAdaptation, digitsPretraining } from "./digits.ts";
import { wordnetRecords } from "./wordnet_records.ts";
import { wordnetSentences } from "./wordnet_sentences.ts";
import { wordnetSupersenses } from "./wordnet_supersenses.ts";
import { wordnetText } from "./wordnet_text.ts";

/** Every data set by name. */
export const datasets = {
  digits: digitsAdaptation,
  digits_pretraining: digitsPretraining,
  wordnet_records: wordnetRecords,
  wordnet_sentences: wordnetSentences,
  wordnet_supersenses: wordnetSupersenses,
  wordnet_text: wordnetText,
} satisfies Readonly<Record<string, Dataset>>;

/** Names of the data sets. */
export type DatasetName = keyof typeof datasets;

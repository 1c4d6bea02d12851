// The table of data sets: what exists, under the names that studies use.
// deno-lint-ignore-file camelcase -- keys of the table are names that studies write
import type { Dataset } from "./dataset.ts";
import { digitsAdaptation, digitsPretraining } from "./digits.ts";
import { wordnetSupersenses } from "./wordnet_supersenses.ts";
import { wordnetText } from "./wordnet_text.ts";

/** Names of the data sets. */
export type DatasetName = "digits" | "digits_pretraining" | "wordnet_supersenses" | "wordnet_text";

/** Every data set by name. */
export const datasets: Readonly<Record<DatasetName, Dataset>> = {
  digits: digitsAdaptation,
  digits_pretraining: digitsPretraining,
  wordnet_supersenses: wordnetSupersenses,
  wordnet_text: wordnetText,
};

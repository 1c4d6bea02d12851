// THE TABLE of tokenizer classes, by the name in tokenizer_config.json without "Fast".
import { bert } from "./families/bert.ts";
import { debertaV2 } from "./families/deberta_v2.ts";
import { gpt2 } from "./families/gpt2.ts";
import { llama } from "./families/llama.ts";
import { roberta } from "./families/roberta.ts";
import type { Family } from "./family.ts";

/** A class that adds nothing of its own: what runs is tokenizer.json. */
const generic: Family = { tokens: {}, paddingSide: "right" };

/** A folder that names no class: its tokenizer.json says all. */
export const unnamed: Family = { ...generic, keepsPrefix: true };

/** Every class that is known. */
export const families: ReadonlyMap<string, Family> = new Map([
  ["BartTokenizer", roberta],
  ["BertTokenizer", bert],
  ["DebertaV2Tokenizer", debertaV2],
  ["DistilBertTokenizer", bert],
  ["ElectraTokenizer", bert],
  ["GPT2Tokenizer", gpt2],
  ["LlamaTokenizer", llama],
  ["LongformerTokenizer", roberta],
  ["PreTrainedTokenizer", generic],
  ["RobertaTokenizer", roberta],
  ["TokenizersBackend", unnamed],
  ["XLMRobertaTokenizer", { tokens: roberta.tokens, paddingSide: "right" }],
]);

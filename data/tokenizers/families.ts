// THE TABLE of tokenizer classes, by the name in tokenizer_config.json without "Fast".
import type { Family } from "./family.ts";
import { debertaV2 } from "./families/deberta_v2.ts";
import { gpt2 } from "./families/gpt2.ts";
import { llama } from "./families/llama.ts";
import { roberta } from "./families/roberta.ts";

/** A BERT tokenizer runs from its tokenizer.json; only its tokens' roles are known here. */
const bert: Family = {
  tokens: {
    unk: { content: "[UNK]" },
    sep: { content: "[SEP]" },
    pad: { content: "[PAD]" },
    cls: { content: "[CLS]" },
    mask: { content: "[MASK]" },
  },
  paddingSide: "right",
};

/** Every class that is known; another one needs a tokenizer.json that says all. */
export const families: ReadonlyMap<string, Family> = new Map([
  ["BertTokenizer", bert],
  ["DebertaV2Tokenizer", debertaV2],
  ["GPT2Tokenizer", gpt2],
  ["LlamaTokenizer", llama],
  ["RobertaTokenizer", roberta],
]);

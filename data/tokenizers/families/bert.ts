// BERT: WordPiece in `[CLS] … [SEP]`, run from its tokenizer.json; the settings say what counts as the same letter.
import { type Family, named, type Opened } from "../family.ts";

/** Source: `BertTokenizerFast` of transformers 4.57; vocab.txt alone is not read. */
export const bert: Family = {
  tokens: {
    unk: named("[UNK]"),
    sep: named("[SEP]"),
    pad: named("[PAD]"),
    cls: named("[CLS]"),
    mask: named("[MASK]"),
  },
  paddingSide: "right",
  amend,
};

/** The settings outrank a BERT normalizer of the file; normalizers of other types stay as they are. */
function amend({ native, library, normalizer, settings: { flags } }: Opened): string | undefined {
  if (normalizer === null) return "it has no normalizer, and BertTokenizer sets one";
  if (normalizer.type !== "BertNormalizer") return undefined;
  native.setNormalizer(library.bertNormalizer({
    cleanText: normalizer.clean_text !== false,
    handleChineseChars: flags.tokenize_chinese_chars ?? true,
    lowercase: flags.do_lower_case ?? true,
    // Where nothing is said accents go with capitals.
    ...(typeof flags.strip_accents === "boolean" ? { stripAccents: flags.strip_accents } : {}),
  }));
  return undefined;
}

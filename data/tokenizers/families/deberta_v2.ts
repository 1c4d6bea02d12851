// DeBERTa-v2 and v3: SentencePiece unigram, shipped as spm.model alone.
// deno-lint-ignore-file camelcase -- keys of tokenizer.json are the format's own
import type { Result } from "../../dataset.ts";
import { addedTokens, idOf } from "../added_tokens.ts";
import { type Family, named } from "../family.ts";
import { fromSentencePiece, metaspace } from "../sentencepiece/from_sentencepiece.ts";
import type { TokenSettings } from "../token_settings.ts";
import type { TokenizerFiles } from "../tokenizer_files.ts";
import type { TokenizerPart, TokenizerParts } from "../tokenizer_json.ts";
import { sequence, templateProcessing } from "../tokenizer_json.ts";

/** Source of tokens and parts: `DebertaV2Converter` and the tokenizer class of transformers 4.57. */
export const debertaV2: Family = {
  tokens: {
    bos: named("[CLS]"),
    eos: named("[SEP]"),
    unk: named("[UNK]"),
    sep: named("[SEP]"),
    pad: named("[PAD]"),
    cls: named("[CLS]"),
    mask: named("[MASK]"),
  },
  paddingSide: "right",
  build,
};

function build(files: TokenizerFiles, settings: TokenSettings): Result<TokenizerParts> {
  const taken = fromSentencePiece(files, false);
  if (!taken.ok) return taken;
  const { ids, marked, model, normalizers } = taken.value;
  const added = addedTokens(ids, withNormalizedUnknown(settings), marked);
  if (!added.ok) return added;
  const surrounded = new Map(["[CLS]", "[SEP]"].map((name) => [name, idOf(added.value, name)]));
  const value = {
    addedTokens: added.value,
    normalizer: normalizer(normalizers, settings),
    preTokenizer: preTokenizer(settings),
    model,
    postProcessor: templateProcessing({ ...clsSep, ids: surrounded }),
    decoder: metaspace("always", true),
  };
  return { ok: true, value };
}

/** The class looks for its unknown token after the normalizer. */
function withNormalizedUnknown(settings: TokenSettings): TokenSettings {
  const unknown = settings.roles.get("unk");
  if (!unknown?.named) return settings;
  const look = { content: unknown.content, normalized: true };
  return { ...settings, roles: new Map([...settings.roles, ["unk", look]]) };
}

/** `[CLS] a [SEP]`, `[CLS] a [SEP] b [SEP]`: the class's own tokens, whatever the roles are. */
const clsSep = {
  single: [{ token: "[CLS]", type: 0 }, { text: "A", type: 0 }, { token: "[SEP]", type: 0 }],
  pair: [
    { token: "[CLS]", type: 0 },
    { text: "A", type: 0 },
    { token: "[SEP]", type: 0 },
    { text: "B", type: 1 },
    { token: "[SEP]", type: 1 },
  ],
} as const;

function normalizer(own: readonly TokenizerPart[], { flags }: TokenSettings): TokenizerPart {
  const lower = flags.do_lower_case === true ? [{ type: "Lowercase" }] : [];
  const strip = { type: "Strip", strip_left: true, strip_right: true };
  const single = { type: "Replace", pattern: { Regex: " {2,}" }, content: " " };
  return sequence("normalizers", [...lower, strip, ...own, single]);
}

function preTokenizer({ flags }: TokenSettings): TokenizerPart {
  const punctuation = { type: "Punctuation", behavior: "Isolated" };
  const split = flags.split_by_punct === true ? [punctuation] : [];
  return sequence("pretokenizers", [...split, metaspace("always", true)]);
}

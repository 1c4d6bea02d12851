// GPT-2: byte-level BPE without tokens around a text, in older repositories vocab.json and merges.txt.
import type { Result } from "../../dataset.ts";
import { idOf } from "../added_tokens.ts";
import { byteLevel, byteLevelParts } from "../byte_level.ts";
import { type Family, named } from "../family.ts";
import type { TokenSettings } from "../token_settings.ts";
import type { TokenizerFiles } from "../tokenizer_files.ts";
import type { AddedToken, TokenizerPart, TokenizerParts } from "../tokenizer_json.ts";
import { templateProcessing } from "../tokenizer_json.ts";

const end = "<|endoftext|>";

/** Source of tokens and parts: `GPT2Converter` and the tokenizer class of transformers 4.57. */
export const gpt2: Family = {
  tokens: { bos: named(end), eos: named(end), unk: named(end) },
  paddingSide: "right",
  build,
};

function build(files: TokenizerFiles, settings: TokenSettings): Result<TokenizerParts> {
  return byteLevelParts(files, settings, (added) => postProcessor(added, settings));
}

/** Nothing is added, or the begin token once, before the first text. */
function postProcessor(added: readonly AddedToken[], settings: TokenSettings): TokenizerPart {
  const token = settings.roles.get("bos")?.content ?? end;
  if (settings.flags.add_bos_token !== true) return byteLevel(true, false);
  const single = [{ token, type: 0 }, { text: "A", type: 0 }] as const;
  const pair = [...single, { text: "B", type: 1 }] as const;
  return templateProcessing({ single, pair, ids: new Map([[token, idOf(added, token)]]) });
}

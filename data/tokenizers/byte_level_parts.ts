// The parts of a byte-level BPE from older files; what stands around a text is the family's.
import type { Result } from "../dataset.ts";
import { addedTokens } from "./added_tokens.ts";
import { byteLevel, bytePairEncoding } from "./byte_level.ts";
import { readByteLevelFiles } from "./byte_level_files.ts";
import type { TokenSettings } from "./token_settings.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";
import type { AddedToken, TokenizerPart, TokenizerParts } from "./tokenizer_json.ts";

/** Failures: those of the files, and of tokens that are listed with an id that they do not have. */
export function byteLevelParts(
  files: TokenizerFiles,
  settings: TokenSettings,
  postProcessor: (added: readonly AddedToken[]) => TokenizerPart,
): Result<TokenizerParts> {
  const read = readByteLevelFiles(files);
  if (!read.ok) return read;
  const { vocab, merges } = read.value;
  const added = addedTokens(new Map(Object.entries(vocab)), settings);
  if (!added.ok) return added;
  const value = {
    addedTokens: added.value,
    normalizer: null,
    preTokenizer: byteLevel(settings.flags.add_prefix_space ?? false),
    model: bytePairEncoding(vocab, merges),
    postProcessor: postProcessor(added.value),
    decoder: byteLevel(true),
  };
  return { ok: true, value };
}

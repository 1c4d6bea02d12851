// A byte-level BPE, the kind of GPT-2 and RoBERTa: bytes as letters, then merges; from older files too.
// deno-lint-ignore-file camelcase -- keys of tokenizer.json are the format's own
import { failure, type Result } from "../dataset.ts";
import { addedTokens } from "./added_tokens.ts";
import { readIds } from "./settings_files.ts";
import type { TokenSettings } from "./token_settings.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";
import type { AddedToken, TokenizerPart, TokenizerParts } from "./tokenizer_json.ts";

/** Two tokens that become one; earlier merges go first. */
export type Merge = readonly [string, string];

/** How a text is cut: `prefix` gives its first word the blank that the other words have. */
export function byteLevel(prefix: boolean, trim = true): TokenizerPart {
  return { type: "ByteLevel", add_prefix_space: prefix, trim_offsets: trim, use_regex: true };
}

/** `<s> a </s>` and `<s> a </s></s> b </s>`, all of type 0; a token is [content, id]. */
export function robertaProcessing(
  begin: readonly [string, number],
  end: readonly [string, number],
  prefix: boolean,
): TokenizerPart {
  const rest = { trim_offsets: true, add_prefix_space: prefix };
  return { type: "RobertaProcessing", sep: end, cls: begin, ...rest };
}

/** What a BPE does with what its vocabulary lacks; nothing, where all bytes are tokens. */
export interface Unknowns {
  readonly token: string | null;
  /** Several unknown letters in a row are one unknown token. */
  readonly fused: boolean;
  /** Unknown letters are spelled in tokens `<0x00>` … `<0xFF>`. */
  readonly bytes: boolean;
}

const noUnknowns: Unknowns = { token: null, fused: false, bytes: false };

/** Vocabulary and merges as a model. */
export function bytePairEncoding(
  vocab: Readonly<Record<string, number>>,
  merges: readonly Merge[],
  unknowns: Unknowns = noUnknowns,
): TokenizerPart {
  return {
    type: "BPE",
    dropout: null,
    unk_token: unknowns.token,
    continuing_subword_prefix: "",
    end_of_word_suffix: "",
    fuse_unk: unknowns.fused,
    byte_fallback: unknowns.bytes,
    ignore_merges: false,
    vocab,
    merges,
  };
}

/**
 * The parts made of vocab.json and merges.txt; what stands around a text is the family's. Failures:
 * `bad-vocabulary`, `bad-merges` (with the line), `bad-added-token`.
 */
export function byteLevelParts(
  files: TokenizerFiles,
  settings: TokenSettings,
  postProcessor: (added: readonly AddedToken[]) => TokenizerPart,
): Result<TokenizerParts> {
  const ids = readIds(files["vocab.json"] ?? "");
  if (typeof ids === "string") {
    return failure("bad-vocabulary", `Cannot read vocab.json: ${ids}`);
  }
  const merges = mergesIn(files["merges.txt"] ?? "");
  if (!merges.ok) return merges;
  const added = addedTokens(ids, settings);
  if (!added.ok) return added;
  const value = {
    addedTokens: added.value,
    normalizer: null,
    preTokenizer: byteLevel(settings.flags.add_prefix_space ?? false),
    model: bytePairEncoding(Object.fromEntries(ids), merges.value),
    postProcessor: postProcessor(added.value),
    decoder: byteLevel(true),
  };
  return { ok: true, value };
}

/** One merge a line, two tokens with a blank between; the first line may be `#version: 0.2`. */
function mergesIn(text: string): Result<Merge[]> {
  const merges: Merge[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || (at === 0 && line.startsWith("#version"))) continue;
    const [left, right, ...rest] = line.split(" ");
    if (!left || !right || rest.length > 0) {
      const message = `Cannot read line ${at + 1} of merges.txt: ${line} is not two tokens`;
      return failure("bad-merges", message);
    }
    merges.push([left, right]);
  }
  return { ok: true, value: merges };
}

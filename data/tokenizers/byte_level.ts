// The parts of a byte-level BPE, the kind of GPT-2 and RoBERTa: bytes as letters, then merges.
// deno-lint-ignore-file camelcase -- keys of tokenizer.json are the format's own
import type { TokenizerPart } from "./tokenizer_json.ts";

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

// The file tokenizer.json, which the native library runs: what it is made of, and its text.
// deno-lint-ignore-file camelcase -- keys of tokenizer.json are the format's own

/** A part of a tokenizer.json: `type` and that type's own keys. */
export interface TokenizerPart {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A token that is found in the text before the model sees it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Swallows blanks before it: RoBERTa's `<mask>`. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly single_word: boolean;
  /** Looked for after the normalizer, not before it. */
  readonly normalized: boolean;
  /** Left out when ids are decoded. */
  readonly special: boolean;
}

/** All parts of a tokenizer, in the order in which the library runs them. */
export interface TokenizerParts {
  readonly addedTokens: readonly AddedToken[];
  readonly normalizer: TokenizerPart | null;
  readonly preTokenizer: TokenizerPart | null;
  readonly model: TokenizerPart;
  readonly postProcessor: TokenizerPart | null;
  readonly decoder: TokenizerPart | null;
}

/** The text of a tokenizer.json; equal parts give equal bytes. */
export function tokenizerJson(parts: TokenizerParts): string {
  const json = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: parts.addedTokens.map(inOrder),
    normalizer: parts.normalizer,
    pre_tokenizer: parts.preTokenizer,
    post_processor: parts.postProcessor,
    decoder: parts.decoder,
    model: parts.model,
  };
  return JSON.stringify(json, null, 1) + "\n";
}

/** The keys of an added token in the library's order. */
function inOrder(token: AddedToken): AddedToken {
  const { id, content, single_word, lstrip, rstrip, normalized, special } = token;
  return { id, content, single_word, lstrip, rstrip, normalized, special };
}

/** A special token that is searched for as it stands. */
export function specialToken(id: number, content: string): AddedToken {
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return { id, content, ...plain, special: true };
}

/** The parts one after the other; a part that is alone needs no sequence. */
export function sequence(
  key: "normalizers" | "pretokenizers" | "decoders",
  parts: readonly TokenizerPart[],
): TokenizerPart {
  return { type: "Sequence", [key]: parts };
}

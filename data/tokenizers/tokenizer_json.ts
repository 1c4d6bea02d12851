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

/** A special token by its text, or one of the texts; each with the type id that it gets. */
export type Slot = { readonly text: "A" | "B"; readonly type: 0 | 1 } | {
  readonly token: string;
  readonly type: 0 | 1;
};

/** What surrounds one text and two; `ids` has the id of every special token. */
export interface Template {
  readonly single: readonly Slot[];
  readonly pair: readonly Slot[];
  readonly ids: ReadonlyMap<string, number>;
}

/** Slots before, between and after texts: `around(["<s>"], [])` is `<s> a <s> b`. */
export function around(
  before: readonly string[],
  after: readonly string[],
): Pick<Template, "single" | "pair"> {
  const framed = (text: "A" | "B", type: 0 | 1): Slot[] => [
    ...before.map((token) => ({ token, type })),
    { text, type },
    ...after.map((token) => ({ token, type })),
  ];
  return { single: framed("A", 0), pair: [...framed("A", 0), ...framed("B", 1)] };
}

/** The template as a part of tokenizer.json. */
export function templateProcessing({ single, pair, ids }: Template): TokenizerPart {
  const special_tokens = Object.fromEntries(
    [...ids].map(([token, id]) => [token, { id: token, ids: [id], tokens: [token] }]),
  );
  return {
    type: "TemplateProcessing",
    single: single.map(slotOf),
    pair: pair.map(slotOf),
    special_tokens,
  };
}

function slotOf(slot: Slot): Record<string, unknown> {
  if ("text" in slot) return { Sequence: { id: slot.text, type_id: slot.type } };
  return { SpecialToken: { id: slot.token, type_id: slot.type } };
}

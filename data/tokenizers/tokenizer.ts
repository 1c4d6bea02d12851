// A tokenizer that runs: texts and pairs to rows of ids, by the native `tokenizers` package.
import { failure, type Result } from "../dataset.ts";
import type { Cut, Truncation } from "./cut.ts";
import { type Encoding, fill, longest, type Row, rowOf } from "./row.ts";
import type { Role, Side } from "./settings_files.ts";

/** A text, or two that are read together. */
export type Text = string | readonly [string, string];

/** How rows are cut and filled. What is left out: nothing is cut, nothing is filled. */
export interface EncodeOptions {
  /** Tokens a row, special ones included; without it the tokenizer's own limit. */
  readonly maxLength?: number;
  readonly truncation?: Truncation;
  /** Fills to the longest row of this call, or to `maxLength`. */
  readonly padding?: "longest" | "max_length";
  readonly paddingSide?: Side;
  readonly truncationSide?: Side;
  /** False: no `<s>`, `</s>` and the like. */
  readonly specialTokens?: boolean;
  /** True: rows say which text a token is of. */
  readonly typeIds?: boolean;
}

/** A special token with its id. */
export interface SpecialToken {
  readonly content: string;
  readonly id: number;
}

/** What is known of a tokenizer beside the native code. */
export interface TokenizerFacts {
  readonly roles: ReadonlyMap<Role, SpecialToken>;
  /** Longest row that the model reads, if the files say so. */
  readonly maxLength: number | undefined;
  readonly paddingSide: Side;
  readonly truncationSide: Side;
  /** Whether decoding takes the blanks before punctuation and within "do n't" out. */
  readonly cleansUp: boolean;
}

/** An open tokenizer. */
export interface Tokenizer extends TokenizerFacts {
  /** Number of ids, added tokens included. */
  readonly vocabulary: number;
  /** The id of a token, if it is one. */
  idOf(token: string): number | undefined;
  /**
   * Rows in the order of the texts. Failures: `no-length` (cutting or filling without a length),
   * `bad-length`, `no-pad-token`, `cannot-cut` (the text that should lose tokens has too few).
   */
  encode(texts: readonly Text[], options?: EncodeOptions): Promise<Result<Row[]>>;
  /** The text of ids; special tokens are left out. */
  decode(ids: ArrayLike<number>): Promise<string>;
}

/** The native library's own tokenizer. */
export type Native = InstanceType<typeof import("tokenizers").Tokenizer>;

/** Texts given to the native code at once: bounds the memory that its results take. */
const chunk = 4096;

/** Gives a native tokenizer the face that the rest of the project knows. */
export function tokenizerOf(native: Native, facts: TokenizerFacts): Tokenizer {
  native.disableTruncation();
  native.disablePadding();
  return {
    ...facts,
    vocabulary: native.getVocabSize(true),
    idOf: (token) => native.tokenToId(token) ?? undefined,
    encode: (texts, options = {}) => encodeRows({ native, facts }, texts, options),
    decode: async (ids) => {
      const text = await native.decode(Array.from(ids), true);
      return facts.cleansUp ? cleanedUp(text) : text;
    },
  };
}

/** Source: `clean_up_tokenization` of transformers 4.57. */
function cleanedUp(text: string): string {
  const tight = [".", "?", "!", ",", " ' ", "n't", "'m", "'s", "'ve", "'re"];
  return tight.reduce((all, end) => {
    return end === " ' " ? all.replaceAll(end, "'") : all.replaceAll(` ${end}`, end);
  }, text);
}

interface Open {
  readonly native: Native;
  readonly facts: TokenizerFacts;
}

async function encodeRows(
  { native, facts }: Open,
  texts: readonly Text[],
  options: EncodeOptions,
): Promise<Result<Row[]>> {
  const refused = refusal(options, facts);
  if (refused) return refused;
  const form = { cut: cutOf(options, facts), typeIds: options.typeIds ?? false };
  const rows: Row[] = [];
  for (let start = 0; start < texts.length; start += chunk) {
    const some = texts.slice(start, start + chunk);
    for (const encoding of await encodings(native, some, options.specialTokens ?? true)) {
      const row = rowOf(encoding, form);
      if (row === undefined) return cannotCut(texts[rows.length] ?? "", form.cut);
      rows.push(row);
    }
  }
  return { ok: true, value: filled(rows, options, facts) };
}

function refusal(options: EncodeOptions, facts: TokenizerFacts): Result<never> | undefined {
  const { truncation, padding, maxLength = facts.maxLength } = options;
  if (padding !== undefined && !facts.roles.has("pad")) {
    return failure("no-pad-token", "Cannot fill rows: the tokenizer has no padding token");
  }
  if (truncation === undefined && padding !== "max_length") return undefined;
  if (maxLength === undefined) {
    return failure("no-length", "Cannot cut or fill rows: neither call nor tokenizer has a length");
  }
  if (Number.isInteger(maxLength) && maxLength > 0) return undefined;
  return failure("bad-length", `Length must be a positive integer: current value is ${maxLength}`);
}

function cutOf(options: EncodeOptions, facts: TokenizerFacts): Cut | undefined {
  const { truncation, maxLength = facts.maxLength } = options;
  if (truncation === undefined || maxLength === undefined) return undefined;
  return { truncation, maxLength, side: options.truncationSide ?? facts.truncationSide };
}

function cannotCut(text: Text, cut: Cut | undefined): Result<never> {
  const start = JSON.stringify(text).slice(0, 80);
  const message = `Cannot cut to ${cut?.maxLength} tokens by ${cut?.truncation}: ${start}`;
  return failure("cannot-cut", message);
}

/** The package's batch takes single texts only; pairs go one by one. */
function encodings(
  native: Native,
  texts: readonly Text[],
  addSpecialTokens: boolean,
): Promise<Encoding[]> {
  const options = { addSpecialTokens };
  const single = texts.filter((text) => typeof text === "string");
  if (single.length === texts.length) return native.encodeBatch(single, options);
  return Promise.all(texts.map((text) => {
    const [first, second] = typeof text === "string" ? [text, null] : text;
    return native.encode(first, second, options);
  }));
}

function filled(rows: Row[], options: EncodeOptions, facts: TokenizerFacts): Row[] {
  const pad = facts.roles.get("pad");
  if (options.padding === undefined || pad === undefined) return rows;
  const whole = options.maxLength ?? facts.maxLength ?? 0;
  const length = options.padding === "longest" ? longest(rows) : whole;
  const filling = { length, pad: pad.id, side: options.paddingSide ?? facts.paddingSide };
  return rows.map((row) => fill(row, filling));
}

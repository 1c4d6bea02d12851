// Encodes text with a tokenizer of our own into rows of fixed length.
import { type Column, failure, type Result, type Tokens } from "./dataset.ts";
import { openTokenizer } from "./tokenizers/open_tokenizer.ts";
import type { Tokenizer } from "./tokenizers/tokenizer.ts";

/** A tokenizer, opened for rows of one length. */
export interface Encoder {
  readonly tokens: Tokens;
  /** `<s> … </s>`, cut or filled with `<pad>` to `[S]`: `input_ids` and `attention_mask`. */
  encode(lines: readonly string[]): Promise<Record<"input_ids" | "attention_mask", Column>>;
  /** `<s> … </s>` of each line, as long as it is. */
  whole(lines: readonly string[]): Promise<Int32Array[]>;
  /** The text of ids, special tokens left out. */
  decode(ids: Int32Array): Promise<string>;
}

/**
 * Opens a tokenizer.json for rows of `length` tokens, at least 3. Failures: `bad-length`,
 * `bad-tokenizer` (not readable, or without RoBERTa's special tokens), `unknown-token` (no `<pad>`).
 */
export async function openEncoder(json: string, length: number): Promise<Result<Encoder>> {
  if (!Number.isInteger(length) || length < 3) {
    return failure(
      "bad-length",
      `Length must be an integer of at least 3: current value is ${length}`,
    );
  }
  const tokenizer = await openTokenizer({ "tokenizer.json": json }, { padToken: "<pad>" });
  if (!tokenizer.ok) return tokenizer;
  const tokens = tokensOf(tokenizer.value, length);
  if (!tokens.ok) return tokens;
  return { ok: true, value: encoderOf(tokenizer.value, tokens.value) };
}

function tokensOf(tokenizer: Tokenizer, length: number): Result<Tokens> {
  const names = { begin: "<s>", pad: "<pad>", end: "</s>", unknown: "<unk>", mask: "<mask>" };
  const ids = new Map<string, number>();
  for (const [role, token] of Object.entries(names)) {
    const id = tokenizer.idOf(token);
    if (id === undefined) {
      return failure("bad-tokenizer", `Cannot find the token ${token} in tokenizer`);
    }
    ids.set(role, id);
  }
  const roles = Object.fromEntries(ids) as Record<keyof typeof names, number>;
  return { ok: true, value: { ...roles, vocabulary: tokenizer.vocabulary, length } };
}

function encoderOf(tokenizer: Tokenizer, tokens: Tokens): Encoder {
  const { length } = tokens;
  const encode = async (lines: readonly string[]) => {
    const shape = {
      maxLength: length,
      truncation: "longest_first",
      padding: "max_length",
    } as const;
    const rows = await tokenizer.encode(lines, shape);
    if (!rows.ok) throw new Error(rows.message); // any text can be cut to three tokens
    const column = (of: "ids" | "attentionMask") =>
      stacked(rows.value.map((row) => row[of]), length);
    return { input_ids: column("ids"), attention_mask: column("attentionMask") };
  };
  const whole = async (lines: readonly string[]) => {
    const rows = await tokenizer.encode(lines);
    if (!rows.ok) throw new Error(rows.message); // nothing is cut
    return rows.value.map(({ ids }) => ids);
  };
  const decode = async (ids: Int32Array) => {
    const text = await tokenizer.decode(ids);
    return text.startsWith(" ") ? text.slice(1) : text; // the blank that add_prefix_space put there
  };
  return { tokens, encode, whole, decode };
}

/** Rows of one length, one after the other. */
function stacked(rows: readonly Int32Array[], length: number): Column {
  const data = new Int32Array(rows.length * length);
  rows.forEach((row, i) => data.set(row, i * length));
  return { dtype: "int32", shape: [length], data };
}

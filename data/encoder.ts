// Encodes text with a tokenizer.json into rows of fixed length, by the native `tokenizers` package.
import { type Column, failure, type Result, type Tokens } from "./dataset.ts";

/** A tokenizer, opened for rows of one length. */
export interface Encoder {
  readonly tokens: Tokens;
  /** `<s> … </s>`, cut or filled with `<pad>` to `[S]`: `input_ids` and `attention_mask`. */
  encode(lines: readonly string[]): Promise<Record<"input_ids" | "attention_mask", Column>>;
  /** The text of ids, special tokens left out. */
  decode(ids: Int32Array): Promise<string>;
}

/** Lines given to the native code at once: bounds the memory that its results take. */
const chunk = 4096;

type Native = InstanceType<typeof import("tokenizers").Tokenizer>;

/**
 * Opens a tokenizer.json for rows of `length` tokens, at least 3. Failures: `bad-length`,
 * `bad-tokenizer` (not readable, or without RoBERTa's special tokens).
 */
export async function openEncoder(json: string, length: number): Promise<Result<Encoder>> {
  if (!Number.isInteger(length) || length < 3) {
    return failure(
      "bad-length",
      `Length must be an integer of at least 3: current value is ${length}`,
    );
  }
  const native = await open(json);
  if (!native.ok) return native;
  const tokens = tokensOf(native.value, length);
  if (!tokens.ok) return tokens;
  native.value.setTruncation(length);
  native.value.setPadding({ maxLength: length, padId: tokens.value.pad, padToken: "<pad>" });
  return { ok: true, value: encoderOf(native.value, tokens.value) };
}

async function open(json: string): Promise<Result<Native>> {
  const { Tokenizer } = await import("tokenizers");
  try {
    return { ok: true, value: Tokenizer.fromString(json) };
  } catch (error) { // the library's one way to say that the file is no tokenizer
    return failure("bad-tokenizer", `Cannot read the tokenizer: ${String(error)}`);
  }
}

function tokensOf(native: Native, length: number): Result<Tokens> {
  const names = { begin: "<s>", pad: "<pad>", end: "</s>", unknown: "<unk>", mask: "<mask>" };
  const ids = new Map<string, number>();
  for (const [role, token] of Object.entries(names)) {
    const id = native.tokenToId(token);
    if (id === null) return failure("bad-tokenizer", `Cannot find the token ${token} in tokenizer`);
    ids.set(role, id);
  }
  const roles = Object.fromEntries(ids) as Record<keyof typeof names, number>;
  return { ok: true, value: { ...roles, vocabulary: native.getVocabSize(true), length } };
}

function encoderOf(native: Native, tokens: Tokens): Encoder {
  const encode = async (lines: readonly string[]) => {
    const { length, pad } = tokens;
    const ids = new Int32Array(lines.length * length);
    for (let start = 0; start < lines.length; start += chunk) {
      const encodings = await native.encodeBatch(lines.slice(start, start + chunk));
      encodings.forEach((encoding, i) => ids.set(encoding.getIds(), (start + i) * length));
    }
    const real = ids.map((id) => (id === pad ? 0 : 1));
    const column = (data: Int32Array): Column => ({ dtype: "int32", shape: [length], data });
    return { input_ids: column(ids), attention_mask: column(real) };
  };
  const decode = async (ids: Int32Array) => {
    const text = await native.decode([...ids], true);
    return text.startsWith(" ") ? text.slice(1) : text; // the blank that add_prefix_space put there
  };
  return { tokens, encode, decode };
}

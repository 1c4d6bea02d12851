// The files that say how a tokenizer is used: what each may hold, read and checked.
// deno-lint-ignore-file camelcase -- keys of tokenizer_config.json are the hub's own
import { z } from "zod";
import { failure, type Result } from "../dataset.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";
import type { AddedToken } from "./tokenizer_json.ts";

/** What a special token is for. */
export type Role = "bos" | "eos" | "unk" | "sep" | "pad" | "cls" | "mask";

/** Where rows are filled or cut. */
export type Side = "left" | "right";

/** A token as files write it: its text, and how it is searched for. */
export interface TokenLook extends Partial<Omit<AddedToken, "id">> {
  readonly content: string;
  /** A file gave its text alone: how it is searched for is for who knows the token already. */
  readonly named?: true;
}

/** All roles, in the order in which transformers adds their tokens. */
export const roleNames: readonly Role[] = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"];

/** Switches of single classes, as tokenizer_config.json spells them. */
export type Flags = Readonly<Partial<Record<typeof flagNames[number], boolean | null>>>;

export const flagNames = [
  "add_prefix_space",
  "add_bos_token",
  "add_eos_token",
  "legacy",
  "do_lower_case",
  "strip_accents",
  "tokenize_chinese_chars",
  "split_by_punct",
  "split_special_tokens",
  "clean_up_tokenization_spaces",
] as const;

const flag = z.boolean().nullish();
const side = z.enum(["left", "right"]).nullish();
const tokenLook = z.looseObject({
  content: z.string(),
  lstrip: z.boolean().optional(),
  rstrip: z.boolean().optional(),
  single_word: z.boolean().optional(),
  normalized: z.boolean().optional(),
  special: z.boolean().optional(),
});
const token = z.union([
  z.string().transform((content): TokenLook => ({ content, named: true })),
  tokenLook.transform(lookOf),
]);
const roles = {
  bos_token: token.nullish(),
  eos_token: token.nullish(),
  unk_token: token.nullish(),
  sep_token: token.nullish(),
  pad_token: token.nullish(),
  cls_token: token.nullish(),
  mask_token: token.nullish(),
  additional_special_tokens: z.array(token).nullish(),
};

const part = z.looseObject({ type: z.string() }).nullish();
const sided = z.looseObject({ direction: z.string().nullish() });

const schemas = {
  "tokenizer_config.json": z.looseObject({
    ...roles,
    ...Object.fromEntries(flagNames.map((name) => [name, flag])) as Record<Flag, typeof flag>,
    tokenizer_class: z.string().nullish(),
    model_max_length: z.number().positive().nullish(),
    max_len: z.number().positive().nullish(),
    padding_side: side,
    truncation_side: side,
    extra_special_tokens: z.union([z.array(token), z.record(z.string(), token)]).nullish(),
    added_tokens_decoder: z.record(z.string().regex(/^\d+$/), tokenLook.transform(lookOf))
      .nullish(),
  }),
  "special_tokens_map.json": z.looseObject(roles),
  "config.json": z.looseObject({
    tokenizer_class: z.string().nullish(),
    model_type: z.string().nullish(),
  }),
  "tokenizer.json": z.looseObject({
    added_tokens: z.array(tokenLook.extend({ id: z.int().nonnegative() })).nullish(),
    normalizer: part,
    pre_tokenizer: part,
    padding: sided.extend({ pad_token: z.string().nullish() }).nullish(),
    truncation: sided.nullish(),
  }),
} as const;

type Flag = typeof flagNames[number];
type Schemas = typeof schemas;
export type Read<N extends keyof Schemas> = z.infer<Schemas[N]>;

/** The keys that a token has; files may write more beside them. */
export function lookOf(written: z.infer<typeof tokenLook>): TokenLook {
  const names = ["lstrip", "rstrip", "single_word", "normalized", "special"] as const;
  const said = names.filter((name) => written[name] !== undefined);
  return {
    content: written.content,
    ...Object.fromEntries(said.map((name) => [name, written[name]])),
  };
}

/** A file that is absent reads as an empty one. */
export function parseFile<N extends keyof Schemas>(
  files: TokenizerFiles,
  name: N,
): Result<Read<N>> {
  const json = readJson(files[name] ?? "{}");
  if ("fault" in json) return badFile(name, json.fault);
  const parsed = schemas[name].safeParse(json.value);
  if (parsed.success) return { ok: true, value: parsed.data as Read<N> };
  return badFile(name, firstFault(parsed.error));
}

export function badFile(name: string, fault: string): Result<never> {
  const reason = name === "tokenizer.json" ? "bad-tokenizer" : "bad-tokenizer-config";
  return failure(reason, `Cannot read ${name}: ${fault}`);
}

function readJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) { // JSON.parse's one way to say that the text is no JSON
    return { fault: (error as SyntaxError).message.replaceAll(/\s+/g, " ") };
  }
}

/** `padding_side must be…`: the first of the faults, in a line. */
function firstFault({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join(".") || "it"} is not as expected: ${issue?.message}`;
}

/**
 * The ids by token of a file such as vocab.json, or what is wrong with it. A token may be called
 * `__proto__`, which a schema would drop.
 */
export function readIds(text: string): Map<string, number> | string {
  const json = readJson(text);
  if ("fault" in json) return json.fault;
  if (typeof json.value !== "object" || json.value === null || Array.isArray(json.value)) {
    return "it is no table of ids";
  }
  const ids = new Map(Object.entries(json.value));
  for (const [token, id] of ids) {
    if (!Number.isSafeInteger(id) || id < 0) {
      return `token ${JSON.stringify(token)} has the id ${JSON.stringify(id)}`;
    }
  }
  return ids;
}

// Reads what the hub's files say about a tokenizer beside its vocabulary: tokens' roles, sides, length.
// deno-lint-ignore-file camelcase -- keys of tokenizer_config.json are the hub's own
import { z } from "zod";
import { failure, type Result } from "../dataset.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";

/** What a special token is for. */
export type Role = "bos" | "eos" | "unk" | "sep" | "pad" | "cls" | "mask";

/** Where rows are filled or cut. */
export type Side = "left" | "right";

/** A token as tokenizer_config.json writes it: its text, and how it is searched for. */
export type TokenLook = z.infer<typeof tokenLook>;

/** All roles, in the order in which transformers adds their tokens. */
export const roleNames: readonly Role[] = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"];

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
const token = z.union([z.string(), tokenLook]).nullish();
const roles = {
  bos_token: token,
  eos_token: token,
  unk_token: token,
  sep_token: token,
  pad_token: token,
  cls_token: token,
  mask_token: token,
};

const tokenizerConfig = z.looseObject({
  ...roles,
  tokenizer_class: z.string().nullish(),
  model_max_length: z.number().positive().nullish(),
  padding_side: side,
  truncation_side: side,
  add_prefix_space: flag,
  add_bos_token: flag,
  add_eos_token: flag,
  legacy: flag,
  do_lower_case: flag,
  split_by_punct: flag,
  added_tokens_decoder: z.record(z.string().regex(/^\d+$/), tokenLook).nullish(),
});

const schemas = {
  "tokenizer_config.json": tokenizerConfig,
  "special_tokens_map.json": z.looseObject(roles),
  "added_tokens.json": z.record(z.string(), z.int().nonnegative()),
  "config.json": z.looseObject({
    tokenizer_class: z.string().nullish(),
    model_type: z.string().nullish(),
  }),
} as const;

/** The class of a tokenizer whose model is of a `model_type`. */
const classOfModel: ReadonlyMap<string, string> = new Map([
  ["gpt2", "GPT2Tokenizer"],
  ["roberta", "RobertaTokenizer"],
  ["llama", "LlamaTokenizer"],
  ["deberta-v2", "DebertaV2Tokenizer"],
  ["bert", "BertTokenizer"],
]);

/** What the files say; what they leave out is undefined, not a default. */
export interface TokenSettings {
  /** Name of the Python class without "Fast": `LlamaTokenizer`. */
  readonly className: string | undefined;
  readonly roles: ReadonlyMap<Role, TokenLook>;
  /** Longest row that the model reads, in tokens. */
  readonly maxLength: number | undefined;
  readonly paddingSide: Side | undefined;
  readonly truncationSide: Side | undefined;
  readonly flags: Flags;
  /** Tokens that the files list with their ids, beside the vocabulary. */
  readonly listed: ReadonlyMap<number, TokenLook>;
}

/** Switches of single classes, as tokenizer_config.json spells them. */
export type Flags = Readonly<Partial<Record<typeof flagNames[number], boolean>>>;

const flagNames = [
  "add_prefix_space",
  "add_bos_token",
  "add_eos_token",
  "legacy",
  "do_lower_case",
  "split_by_punct",
] as const;

/** Reads the settings. Failure: `bad-tokenizer-config`, with the file and the field. */
export function readTokenSettings(files: TokenizerFiles): Result<TokenSettings> {
  const config = parse(files, "tokenizer_config.json");
  if (!config.ok) return config;
  const map = parse(files, "special_tokens_map.json");
  if (!map.ok) return map;
  const added = parse(files, "added_tokens.json");
  if (!added.ok) return added;
  const model = parse(files, "config.json");
  if (!model.ok) return model;
  const value = {
    className: classNameOf(config.value.tokenizer_class, model.value),
    roles: rolesOf(map.value, config.value),
    maxLength: lengthOf(config.value.model_max_length),
    paddingSide: config.value.padding_side ?? undefined,
    truncationSide: config.value.truncation_side ?? undefined,
    flags: flagsOf(config.value),
    listed: listedOf(added.value, config.value.added_tokens_decoder ?? {}),
  };
  return { ok: true, value };
}

type Schemas = typeof schemas;

/** A file that is absent reads as an empty one. */
function parse<N extends keyof Schemas>(
  files: TokenizerFiles,
  name: N,
): Result<z.infer<Schemas[N]>> {
  try {
    const parsed = schemas[name].safeParse(JSON.parse(files[name] ?? "{}"));
    if (parsed.success) return { ok: true, value: parsed.data as z.infer<Schemas[N]> };
    return bad(name, z.prettifyError(parsed.error));
  } catch (error) { // JSON.parse's one way to say that the file is no JSON
    return bad(name, String(error));
  }
}

function bad(name: string, why: string): Result<never> {
  return failure("bad-tokenizer-config", `Cannot read ${name}: ${why}`);
}

function classNameOf(
  own: string | null | undefined,
  model: z.infer<Schemas["config.json"]>,
): string | undefined {
  const name = own ?? model.tokenizer_class ?? classOfModel.get(model.model_type ?? "");
  return name?.replace(/Fast$/, "");
}

type RoleFields = { readonly [role in Role as `${role}_token`]?: z.infer<typeof token> };

/** The roles of both files; tokenizer_config.json has the last word. */
function rolesOf(map: RoleFields, config: RoleFields): Map<Role, TokenLook> {
  const found = new Map<Role, TokenLook>();
  for (const role of roleNames) {
    const value = config[`${role}_token`] ?? map[`${role}_token`];
    if (value === null || value === undefined) continue;
    found.set(role, typeof value === "string" ? { content: value } : value);
  }
  return found;
}

/** transformers writes 1e30 where there is no limit. */
function lengthOf(length: number | null | undefined): number | undefined {
  return Number.isSafeInteger(length) ? length as number : undefined;
}

function flagsOf(config: z.infer<typeof tokenizerConfig>): Flags {
  const set = flagNames.flatMap((name) => typeof config[name] === "boolean" ? [name] : []);
  return Object.fromEntries(set.map((name) => [name, config[name]]));
}

function listedOf(
  added: Readonly<Record<string, number>>,
  decoder: Readonly<Record<string, TokenLook>>,
): Map<number, TokenLook> {
  const plain = Object.entries(added).map(([content, id]) => [id, { content }] as const);
  const full = Object.entries(decoder).map(([id, look]) => [Number(id), look] as const);
  return new Map<number, TokenLook>([...plain, ...full]);
}

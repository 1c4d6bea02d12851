// Reads what the hub's files say about a tokenizer beside its vocabulary, and which file has the last word.
import type { Result } from "../dataset.ts";
import {
  badFile,
  flagNames,
  type Flags,
  lookOf,
  parseFile,
  type Read,
  readIds,
  type Role,
  roleNames,
  type Side,
  type TokenLook,
} from "./settings_files.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";

/** What the files say; what they leave out is undefined, not a default. */
export interface TokenSettings {
  /** Name of the Python class without "Fast": `LlamaTokenizer`. */
  readonly className: string | undefined;
  /** Null: a file says that nothing has the role. */
  readonly roles: ReadonlyMap<Role, TokenLook | null>;
  /** Special tokens without a role. */
  readonly special: readonly TokenLook[];
  /** Longest row that the model reads, in tokens. */
  readonly maxLength: number | undefined;
  readonly paddingSide: Side | undefined;
  readonly truncationSide: Side | undefined;
  readonly flags: Flags;
  /** Tokens that the files list with their ids, beside the vocabulary. */
  readonly listed: ReadonlyMap<number, TokenLook>;
}

/** The class of a tokenizer whose model is of a `model_type`. */
const classOfModel: ReadonlyMap<string, string> = new Map([
  ["gpt2", "GPT2Tokenizer"],
  ["roberta", "RobertaTokenizer"],
  ["llama", "LlamaTokenizer"],
  ["deberta-v2", "DebertaV2Tokenizer"],
  ["bert", "BertTokenizer"],
]);

/**
 * Reads the settings. Where tokenizer_config.json has an `added_tokens_decoder` it says all; in older
 * folders special_tokens_map.json has the last word on roles, and added_tokens.json and
 * tokenizer.json list the tokens. Source: `_from_pretrained` of transformers 4.57. Failure:
 * `bad-tokenizer-config`, with the file and the field.
 */
export function readTokenSettings(files: TokenizerFiles): Result<TokenSettings> {
  const config = parseFile(files, "tokenizer_config.json");
  if (!config.ok) return config;
  const map = parseFile(files, "special_tokens_map.json");
  if (!map.ok) return map;
  const model = parseFile(files, "config.json");
  if (!model.ok) return model;
  const said = namedIn(config.value, map.value);
  const listed = listOf(files, config.value, said);
  if (!listed.ok) return listed;
  const value = {
    className: classNameOf(config.value.tokenizer_class, model.value),
    roles: searchedAs(said.roles, listed.value.known),
    special: said.special,
    maxLength: lengthOf(config.value.model_max_length ?? config.value.max_len),
    paddingSide: config.value.padding_side ?? undefined,
    truncationSide: config.value.truncation_side ?? undefined,
    flags: flagsOf(config.value),
    listed: listed.value.tokens,
  };
  return { ok: true, value };
}

type Named = Pick<TokenSettings, "roles" | "special">;
type RoleFields = { readonly [role in Role as `${role}_token`]?: TokenLook | null | undefined };

/** Roles, and special tokens without one: of tokenizer_config.json, and of older folders' map, which outranks it. */
function namedIn(
  config: Read<"tokenizer_config.json">,
  map: Read<"special_tokens_map.json">,
): Named {
  const files = config.added_tokens_decoder ? [config] : [config, map];
  const { extra_special_tokens: extra } = config;
  const special = [...files.flatMap((file) => file.additional_special_tokens ?? [])];
  return {
    roles: new Map(files.flatMap((file: RoleFields) => [...rolesOf(file)])),
    special: [...special, ...(Array.isArray(extra) ? extra : Object.values(extra ?? {}))],
  };
}

function rolesOf(file: RoleFields): Map<Role, TokenLook | null> {
  const said = roleNames.flatMap((role) => {
    const look = file[`${role}_token`];
    return look === undefined ? [] : [[role, look] as const];
  });
  return new Map(said);
}

interface Listed {
  readonly tokens: ReadonlyMap<number, TokenLook>;
  /** Those whose look outranks a role's. */
  readonly known: readonly TokenLook[];
}

function listOf(
  files: TokenizerFiles,
  { added_tokens_decoder: decoder }: Read<"tokenizer_config.json">,
  named: Named,
): Result<Listed> {
  if (decoder) {
    const tokens = new Map(Object.entries(decoder).map(([id, look]) => [Number(id), look]));
    return { ok: true, value: { tokens, known: [...tokens.values()] } };
  }
  const added = readIds(files["added_tokens.json"] ?? "{}");
  if (typeof added === "string") return badFile("added_tokens.json", added);
  const json = parseFile(files, "tokenizer.json");
  if (!json.ok) return json;
  const own = (json.value.added_tokens ?? []).map((each) => [each.id, lookOf(each)] as const);
  const special = new Set([...named.roles.values(), ...named.special].map((each) => each?.content));
  const older = [...added].map(([content, id]) => {
    const look = { content, special: special.has(content), normalized: !special.has(content) };
    return [id, look] as const;
  });
  return {
    ok: true,
    value: {
      tokens: new Map<number, TokenLook>([...older, ...own]),
      known: own.map(([, look]) => look),
    },
  };
}

/** A token with a role is searched for as the list says, where it lists the token. */
function searchedAs(named: Named["roles"], known: readonly TokenLook[]): Named["roles"] {
  const looks = new Map(known.map((look) => [look.content, look]));
  const entries = [...named].map(([role, look]) =>
    [role, looks.get(look?.content ?? "") ?? look] as const
  );
  return new Map(entries);
}

function classNameOf(
  own: string | null | undefined,
  model: Read<"config.json">,
): string | undefined {
  const name = own ?? model.tokenizer_class ?? classOfModel.get(model.model_type ?? "");
  return name?.replace(/Fast$/, "");
}

/** transformers writes 1e30 where there is no limit. */
function lengthOf(length: number | null | undefined): number | undefined {
  return Number.isSafeInteger(length) ? length as number : undefined;
}

function flagsOf(config: Readonly<Record<string, unknown>>): Flags {
  const said = flagNames.filter((name) => config[name] !== undefined);
  return Object.fromEntries(said.map((name) => [name, config[name]]));
}

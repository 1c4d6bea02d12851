// Opens a tokenizer from the hub's files: tokenizer.json, or the older files that say the same.
import { failure, type Result } from "../dataset.ts";
import { families } from "./families.ts";
import { withDefaults } from "./family.ts";
import { readTokenSettings, type Role, type Side, type TokenSettings } from "./token_settings.ts";
import { type Native, type SpecialToken, type Tokenizer, tokenizerOf } from "./tokenizer.ts";
import { readTokenizerFiles, type TokenizerFiles } from "./tokenizer_files.ts";
import { tokenizerJson } from "./tokenizer_json.ts";

/** What the caller knows better than the files. */
export interface TokenizerOverrides {
  /** GPT-2 and Llama name no padding token; their users take the end token. */
  readonly padToken?: string;
  readonly paddingSide?: Side;
  readonly truncationSide?: Side;
}

/**
 * Opens the tokenizer of a folder, or of the contents of its files. A tokenizer.json is run as it
 * stands; without one, the tokenizer is made of spm.model, tokenizer.model or vocab.json and
 * merges.txt, equal to what transformers 4.57 converts them to. Failures: `no-tokenizer`,
 * `unknown-tokenizer-class`, `bad-tokenizer`, `bad-tokenizer-config`, `bad-sentencepiece`,
 * `bad-vocabulary`, `bad-merges`, `bad-added-token`, `unknown-token`.
 */
export async function openTokenizer(
  source: string | TokenizerFiles,
  overrides: TokenizerOverrides = {},
): Promise<Result<Tokenizer>> {
  const files = typeof source === "string" ? await readTokenizerFiles(source) : source;
  const read = readTokenSettings(files);
  if (!read.ok) return read;
  const family = families.get(read.value.className ?? "");
  const settings = family === undefined ? read.value : withDefaults(read.value, family);
  const json = jsonOf(files, settings);
  if (!json.ok) return json;
  const native = await openNative(json.value);
  if (!native.ok) return native;
  return withFacts(native.value, { settings, stated: read.value.roles, overrides });
}

interface Known {
  readonly settings: TokenSettings;
  /** The roles that the files name themselves. */
  readonly stated: TokenSettings["roles"];
  readonly overrides: TokenizerOverrides;
}

/** The tokenizer.json of the files, or made of them. */
export function jsonOf(files: TokenizerFiles, settings: TokenSettings): Result<string> {
  const json = files["tokenizer.json"];
  if (json !== undefined) return { ok: true, value: json };
  const older = ["spm.model", "tokenizer.model", "vocab.json"] as const;
  const file = older.find((name) => files[name] !== undefined);
  if (file === undefined) {
    const message = `Cannot find tokenizer.json, ${older.join(", ")} among the tokenizer's files`;
    return failure("no-tokenizer", message);
  }
  const { className } = settings;
  const build = families.get(className ?? "")?.build;
  if (build === undefined) {
    const message = `Cannot make a tokenizer of ${file}: class ${className ?? "is not named"}`;
    return failure("unknown-tokenizer-class", message);
  }
  const parts = build(files, settings);
  return parts.ok ? { ok: true, value: tokenizerJson(parts.value) } : parts;
}

async function openNative(json: string): Promise<Result<Native>> {
  const { Tokenizer } = await import("tokenizers");
  try {
    return { ok: true, value: Tokenizer.fromString(json) };
  } catch (error) { // the library's one way to say that the file is no tokenizer
    return failure("bad-tokenizer", `Cannot read the tokenizer: ${String(error)}`);
  }
}

function withFacts(native: Native, known: Known): Result<Tokenizer> {
  const { settings, overrides } = known;
  const roles = rolesIn(native, known);
  if (!roles.ok) return roles;
  const facts = {
    roles: roles.value,
    maxLength: settings.maxLength,
    paddingSide: overrides.paddingSide ?? settings.paddingSide ?? "right",
    truncationSide: overrides.truncationSide ?? settings.truncationSide ?? "right",
  };
  return { ok: true, value: tokenizerOf(native, facts) };
}

/** A token that only the class's defaults name may be absent: deepseek's Llama has no `<unk>`. */
function rolesIn(native: Native, known: Known): Result<Map<Role, SpecialToken>> {
  const { padToken } = known.overrides;
  const names = new Map([...known.settings.roles].map(([role, { content }]) => [role, content]));
  if (padToken !== undefined) names.set("pad", padToken);
  const roles = new Map<Role, SpecialToken>();
  for (const [role, content] of names) {
    const id = native.tokenToId(content);
    const stated = known.stated.has(role) || content === padToken;
    if (id !== null) roles.set(role, { content, id });
    else if (stated) return failure("unknown-token", `Cannot find ${content}, the ${role} token`);
  }
  return { ok: true, value: roles };
}

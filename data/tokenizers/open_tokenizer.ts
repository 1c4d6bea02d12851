// Opens a tokenizer from the hub's files: tokenizer.json, or the older files that say the same.
import { failure, type Result } from "../dataset.ts";
import { type Amended, amended, openNative } from "./amend.ts";
import { families } from "./families.ts";
import { type Family, withDefaults } from "./family.ts";
import type { Role, Side } from "./settings_files.ts";
import { readTokenSettings, type TokenSettings } from "./token_settings.ts";
import { type SpecialToken, type Tokenizer, tokenizerOf } from "./tokenizer.ts";
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
 * Opens the tokenizer of a folder, or of the contents of its files. A tokenizer.json is run as the
 * other files ask, equal to what transformers 4.57 makes of the folder; without one, the tokenizer is
 * made of spm.model, tokenizer.model or vocab.json and merges.txt, equal to what transformers
 * converts them to. Failures: `no-tokenizer`, `unknown-tokenizer-class`, `bad-tokenizer`,
 * `bad-tokenizer-config`, `unsupported-tokenizer-setting`, `bad-sentencepiece`, `bad-vocabulary`,
 * `bad-merges`, `bad-added-token`, `unknown-token`, and those of `readForeignFile`.
 */
export async function openTokenizer(
  source: string | TokenizerFiles,
  overrides: TokenizerOverrides = {},
): Promise<Result<Tokenizer>> {
  if (typeof source === "string") {
    const read = await readTokenizerFiles(source);
    return read.ok ? await openTokenizer(read.value, overrides) : read;
  }
  const stated = readTokenSettings(source);
  if (!stated.ok) return stated;
  const family = familyOf(source, stated.value);
  if (!family.ok) return family;
  const settings = withDefaults(stated.value, family.value);
  const rebuilt = source["tokenizer.json"] === undefined || family.value.rebuilds?.(settings);
  const ran = rebuilt
    ? await built(source, settings, family.value)
    : await amended(source, settings, family.value);
  if (!ran.ok) return ran;
  return withFacts(ran.value, {
    stated: stated.value.roles,
    family: family.value,
    overrides,
  });
}

/** A class that is not known may change what a tokenizer.json says, and is refused. */
function familyOf(files: TokenizerFiles, { className }: TokenSettings): Result<Family> {
  const alone = files["tokenizer_config.json"] === undefined;
  const name = className ?? (alone ? "TokenizersBackend" : "PreTrainedTokenizer");
  const family = families.get(name);
  if (family !== undefined) return { ok: true, value: family };
  const known = [...families.keys()].join(", ");
  const message = `Cannot run a tokenizer of class ${name}: known classes are ${known}`;
  return failure("unknown-tokenizer-class", message);
}

/** Made of older files. */
async function built(
  files: TokenizerFiles,
  settings: TokenSettings,
  family: Family,
): Promise<Result<Amended>> {
  const file = older.find((name) => files[name] !== undefined);
  if (file === undefined) return noFile(files);
  if (family.build === undefined) {
    const { className = "that tokenizer_config.json does not name" } = settings;
    const message =
      `Cannot make a tokenizer of ${file} for the class ${className}: tokenizer.json is missing`;
    return failure("unknown-tokenizer-class", message);
  }
  const parts = family.build(files, settings);
  if (!parts.ok) return parts;
  const native = await openNative(tokenizerJson(parts.value));
  return native.ok ? { ok: true, value: { native: native.value.native, settings } } : native;
}

const older = ["spm.model", "tokenizer.model", "vocab.json"] as const;

function noFile(files: TokenizerFiles): Result<never> {
  if (files["tokenizer.json"] === undefined) {
    const message = `Cannot find tokenizer.json, ${older.join(", ")} among the tokenizer's files`;
    return failure("no-tokenizer", message);
  }
  const message =
    "Cannot honour add_prefix_space of tokenizer_config.json without tokenizer.model, " +
    "of which this class makes such a tokenizer";
  return failure("unsupported-tokenizer-setting", message);
}

interface Known {
  /** The roles that the files name themselves. */
  readonly stated: TokenSettings["roles"];
  readonly family: Family;
  readonly overrides: TokenizerOverrides;
}

function withFacts({ native, settings }: Amended, known: Known): Result<Tokenizer> {
  const { overrides } = known;
  const roles = rolesIn({ native, settings }, known);
  if (!roles.ok) return roles;
  const facts = {
    roles: roles.value,
    maxLength: settings.maxLength,
    paddingSide: overrides.paddingSide ?? settings.paddingSide ?? known.family.paddingSide,
    truncationSide: overrides.truncationSide ?? settings.truncationSide ?? "right",
    cleansUp: settings.flags.clean_up_tokenization_spaces === true,
  };
  return { ok: true, value: tokenizerOf(native, facts) };
}

/** A token that only the class's defaults name may be absent: deepseek's Llama has no `<unk>`. */
function rolesIn({ native, settings }: Amended, known: Known): Result<Map<Role, SpecialToken>> {
  const { padToken } = known.overrides;
  const names = new Map([...settings.roles].map(([role, look]) => [role, look?.content]));
  if (padToken !== undefined) names.set("pad", padToken);
  const roles = new Map<Role, SpecialToken>();
  for (const [role, content] of names) {
    if (content === undefined) continue;
    const id = native.tokenToId(content);
    const stated = known.stated.has(role) || content === padToken;
    if (id !== null) roles.set(role, { content, id });
    else if (stated) return failure("unknown-token", `Cannot find ${content}, the ${role} token`);
  }
  return { ok: true, value: roles };
}

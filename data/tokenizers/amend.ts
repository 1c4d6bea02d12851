// Runs a tokenizer.json as its whole folder asks: the other files add tokens and change parts, in transformers' order.
import { failure, type Result } from "../dataset.ts";
import { tokensToAdd } from "./added_tokens.ts";
import { type Family, named } from "./family.ts";
import { parseFile, type Read, type Side } from "./settings_files.ts";
import type { TokenSettings } from "./token_settings.ts";
import type { Native } from "./tokenizer.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";
import type { AddedToken } from "./tokenizer_json.ts";

type Parts = Read<"tokenizer.json">;

/** A tokenizer that runs, and its settings with what its own file says where the others are silent. */
export interface Amended {
  readonly native: Native;
  readonly settings: TokenSettings;
}

/** Failures: `bad-tokenizer`, `unsupported-tokenizer-setting`. */
export async function amended(
  files: TokenizerFiles,
  said: TokenSettings,
  family: Family,
): Promise<Result<Amended>> {
  if (said.flags.split_special_tokens === true) return failure(...noSplitting);
  const read = parseFile(files, "tokenizer.json");
  if (!read.ok) return read;
  const { value: parts } = read;
  const opened = await openNative(files["tokenizer.json"] ?? "");
  if (!opened.ok) return opened;
  const { native, library } = opened.value;
  const settings = filledAsFile(withoutOptional(said, native, family), parts);
  addTokens(opened.value, tokensToAdd((parts.added_tokens ?? []).map(contentOf), settings));
  setPrefix(opened.value, parts, wantedPrefix(settings, family));
  const fault = family.amend?.({ native, library, normalizer: parts.normalizer ?? null, settings });
  if (fault !== undefined) return failure("bad-tokenizer", `Cannot run tokenizer.json: ${fault}`);
  return { ok: true, value: { native, settings } };
}

function contentOf({ content }: { readonly content: string }): string {
  return content;
}

function addTokens({ native, library }: Library, tokens: readonly Omit<AddedToken, "id">[]): void {
  native.addAddedTokens(tokens.map((token) =>
    new library.AddedToken(token.content, token.special, {
      singleWord: token.single_word,
      leftStrip: token.lstrip,
      rightStrip: token.rstrip,
      normalized: token.normalized,
    })
  ));
}

const noSplitting = [
  "unsupported-tokenizer-setting",
  "Cannot honour split_special_tokens of tokenizer_config.json: set it to false",
] as const;

interface Library {
  readonly native: Native;
  readonly library: typeof import("tokenizers");
}

/** Opens the text of a tokenizer.json. Failure: `bad-tokenizer`. */
export async function openNative(json: string): Promise<Result<Library>> {
  const library = await import("tokenizers");
  try {
    return { ok: true, value: { native: library.Tokenizer.fromString(json), library } };
  } catch (error) { // the library's one way to say that the file is no tokenizer
    const { message } = error as Error;
    return failure("bad-tokenizer", `Cannot read the tokenizer: ${message}`);
  }
}

/** The settings without a token that is nothing but the class's default, and that the file lacks. */
function withoutOptional(
  settings: TokenSettings,
  native: Native,
  { optional, tokens }: Family,
): TokenSettings {
  const look = optional && settings.roles.get(optional);
  if (optional === undefined || !look || look !== tokens[optional]) return settings;
  if (native.tokenToId(look.content) !== null) return settings;
  return { ...settings, roles: new Map([...settings.roles].filter(([role]) => role !== optional)) };
}

/** How the file itself fills and cuts rows counts where no other file says it. */
function filledAsFile(settings: TokenSettings, { padding, truncation }: Parts): TokenSettings {
  const pad = padding?.pad_token ?? undefined;
  const roles = new Map(settings.roles);
  if (pad !== undefined && !roles.has("pad")) roles.set("pad", named(pad));
  return {
    ...settings,
    roles,
    paddingSide: settings.paddingSide ?? sideOf(padding?.direction),
    truncationSide: settings.truncationSide ?? sideOf(truncation?.direction),
  };
}

function sideOf(direction: string | null | undefined): Side | undefined {
  return direction === "Left" ? "left" : direction === "Right" ? "right" : undefined;
}

function wantedPrefix({ flags }: TokenSettings, { keepsPrefix }: Family): boolean | null {
  const { add_prefix_space: said } = flags;
  return said === undefined && !keepsPrefix ? false : said ?? null;
}

/** Only a byte-level cut that stands alone is changed, as in transformers. */
function setPrefix(
  { native, library }: Library,
  { pre_tokenizer: own }: Parts,
  prefix: boolean | null,
): void {
  if (prefix === null || own?.type !== "ByteLevel" || own.add_prefix_space === prefix) return;
  native.setPreTokenizer(library.byteLevelPreTokenizer(prefix, own.use_regex !== false));
}

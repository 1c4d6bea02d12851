// What tokenizers of one Python class share: their special tokens, and how their files become parts.
import type { Result } from "../dataset.ts";
import type { Role, Side, TokenLook, TokenSettings } from "./token_settings.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";
import type { TokenizerParts } from "./tokenizer_json.ts";

/** One class; its defaults count where tokenizer_config.json says nothing. */
export interface Family {
  readonly tokens: Readonly<Partial<Record<Role, TokenLook>>>;
  readonly paddingSide: Side;
  /** Makes the parts of a tokenizer.json from older files; absent: the class needs the file. */
  readonly build?: (files: TokenizerFiles, settings: TokenSettings) => Result<TokenizerParts>;
}

/** The settings with the family's tokens where the files name none, and its way to look for them. */
export function withDefaults(settings: TokenSettings, family: Family): TokenSettings {
  const roles = new Map<Role, TokenLook>();
  for (const [role, look] of Object.entries(family.tokens)) {
    roles.set(role as Role, { ...look, ...settings.roles.get(role as Role) });
  }
  for (const [role, look] of settings.roles) if (!roles.has(role)) roles.set(role, look);
  return { ...settings, roles, paddingSide: settings.paddingSide ?? family.paddingSide };
}

// What tokenizers of one Python class share: their special tokens, and what the class makes of files.
import type { Result } from "../dataset.ts";
import type { Role, Side, TokenLook } from "./settings_files.ts";
import type { TokenSettings } from "./token_settings.ts";
import type { Native } from "./tokenizer.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";
import type { TokenizerParts } from "./tokenizer_json.ts";

/** One class; its defaults count where the files say nothing. */
export interface Family {
  readonly tokens: Readonly<Partial<Record<Role, TokenLook>>>;
  readonly paddingSide: Side;
  /** A default that a tokenizer.json may lack; the others are added to one that lacks them. */
  readonly optional?: Role;
  /** Makes the parts of a tokenizer.json from older files; absent: the class needs the file. */
  readonly build?: (files: TokenizerFiles, settings: TokenSettings) => Result<TokenizerParts>;
  /** Where `add_prefix_space` is not said: the file's own stays (true), or counts as false. */
  readonly keepsPrefix?: boolean;
  /** Whether the class makes its parts anew from older files though there is a tokenizer.json. */
  readonly rebuilds?: (settings: TokenSettings) => boolean;
  /** Changes what runs as the settings ask; what is wrong with them otherwise. */
  readonly amend?: (opened: Opened) => string | undefined;
}

/** A tokenizer.json that was opened, and what the other files say. */
export interface Opened {
  readonly native: Native;
  readonly library: typeof import("tokenizers");
  /** The file's own parts. */
  readonly normalizer: Readonly<Record<string, unknown>> | null;
  readonly settings: TokenSettings;
}

/** A token of which a class knows the text only. */
export function named(content: string): TokenLook {
  return { content, named: true };
}

/**
 * The settings with the family's tokens where the files say nothing, and its way to look for them
 * where the files name a text alone.
 */
export function withDefaults(settings: TokenSettings, family: Family): TokenSettings {
  const roles = new Map<Role, TokenLook | null>(
    Object.entries(family.tokens) as [Role, TokenLook][],
  );
  for (const [role, look] of settings.roles) {
    const own = family.tokens[role];
    roles.set(role, look?.named && own ? { ...own, content: look.content } : look);
  }
  return { ...settings, roles };
}

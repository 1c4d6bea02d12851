// The tokens that stand outside the model: with their ids in a tokenizer that is made, added to one that is there.
import { failure, type Result } from "../dataset.ts";
import { roleNames, type TokenLook } from "./settings_files.ts";
import type { TokenSettings } from "./token_settings.ts";
import { type AddedToken, specialToken } from "./tokenizer_json.ts";

/** Ids of the model's vocabulary by text. */
export type Ids = ReadonlyMap<string, number>;

/**
 * The added tokens in the order of their ids: those that the vocabulary's own file marks, those
 * with a role, those that the settings list. A token that the vocabulary lacks gets the next id, as
 * in transformers. Failure: `bad-added-token` where a listed id is another one.
 */
export function addedTokens(
  ids: Ids,
  settings: TokenSettings,
  marked: readonly TokenLook[] = [],
): Result<AddedToken[]> {
  const byId = byIdOf(settings);
  const roles = specialOf(settings).map((look) => ({ ...look, special: true }));
  const looks = new Map<string, TokenLook>();
  for (const look of [...marked, ...byId.map(([, listed]) => listed), ...roles]) {
    looks.set(look.content, { ...look, ...looks.get(look.content) });
  }
  const tokens = numbered(looks.values(), ids);
  const wrong = byId.find(([id, { content }]) => !tokens.some(is(id, content)));
  if (wrong === undefined) return { ok: true, value: tokens.sort((a, b) => a.id - b.id) };
  const [id, { content }] = wrong;
  const own = tokens.find((token) => token.content === content)?.id;
  return failure("bad-added-token", `Cannot give token ${content} the id ${id}: it has ${own}`);
}

/**
 * What a tokenizer.json gets beside its own tokens (`own`): those that the settings list, whatever
 * the id, then special ones that it lacks or that are searched for in another way. Source:
 * `PreTrainedTokenizerFast` of transformers 4.57.
 */
export function tokensToAdd(
  own: Iterable<string>,
  settings: TokenSettings,
): Omit<AddedToken, "id">[] {
  const listed = byIdOf(settings).map(([, look]) => look);
  const special = specialOf(settings);
  const texts = new Set([...own, ...listed.map(({ content }) => content)]);
  const more = special.filter((look) =>
    look.named ? !texts.has(look.content) : !listed.some((each) => alike(each, look))
  );
  const contents = new Set(special.map(({ content }) => content));
  return [...listed, ...more].map((look) => {
    const isSpecial = (look.special ?? false) || contents.has(look.content);
    return {
      ...plain(look.content),
      normalized: !isSpecial,
      ...onlyFlags(look),
      special: isSpecial,
    };
  });
}

function plain(content: string): Omit<AddedToken, "id"> {
  const { id: _, ...rest } = specialToken(0, content);
  return rest;
}

function byIdOf({ listed }: TokenSettings): [number, TokenLook][] {
  return [...listed].sort(([a], [b]) => a - b);
}

/** All special tokens, each text once: those with a role first. */
function specialOf({ roles, special }: TokenSettings): TokenLook[] {
  const looks = new Map<string, TokenLook>();
  for (const look of [...roleNames.map((role) => roles.get(role)), ...special]) {
    if (look && !looks.has(look.content)) looks.set(look.content, look);
  }
  return [...looks.values()];
}

function alike(a: TokenLook, b: TokenLook): boolean {
  const flags = ["lstrip", "rstrip", "single_word"] as const;
  return a.content === b.content && a.normalized === b.normalized &&
    flags.every((flag) => (a[flag] ?? false) === (b[flag] ?? false));
}

function is(id: number, content: string): (token: AddedToken) => boolean {
  return (token) => token.id === id && token.content === content;
}

function numbered(looks: Iterable<TokenLook>, ids: Ids): AddedToken[] {
  let next = ids.size;
  return [...looks].map((look) => {
    const special = look.special ?? false;
    const flags = { normalized: !special, ...onlyFlags(look), special };
    return { ...specialToken(ids.get(look.content) ?? next++, look.content), ...flags };
  });
}

/** The switches that a look sets; the rest keeps the library's defaults. */
function onlyFlags(look: TokenLook): Partial<AddedToken> {
  const names = ["lstrip", "rstrip", "single_word", "normalized"] as const;
  return Object.fromEntries(names.filter((name) => name in look).map((name) => [name, look[name]]));
}

/** The id of a role's token among added tokens that surely hold it. */
export function idOf(tokens: readonly AddedToken[], content: string): number {
  const found = tokens.find((token) => token.content === content);
  if (found === undefined) throw new RangeError(`Cannot find the added token ${content}`);
  return found.id;
}

// Gives the tokens that stand outside the model their ids: the vocabulary's, or the next ones.
import { failure, type Result } from "../dataset.ts";
import type { TokenLook, TokenSettings } from "./token_settings.ts";
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
  const byId = [...settings.listed].sort(([a], [b]) => a - b);
  const roles = [...settings.roles.values()].map((look) => ({ ...look, special: true }));
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

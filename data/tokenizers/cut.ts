// Cuts a row that is too long: special tokens stay, one text or both lose tokens at an end.
// deno-lint-ignore-file camelcase -- names of strategies are the hub's own
import type { Side } from "./settings_files.ts";

/** Which text loses tokens where a row is too long. */
export type Truncation = "longest_first" | "only_first" | "only_second";

/** How long a row may be, and what goes. */
export interface Cut {
  /** Tokens a row, special ones included. */
  readonly maxLength: number;
  readonly truncation: Truncation;
  readonly side: Side;
}

/**
 * The places that a row keeps; nothing if it cannot be cut as asked: the text that should lose
 * tokens has too few, or special tokens alone are too many. `sources` has 0 for tokens of the first
 * text, 1 for those of the second and null for special tokens. The native package cuts by itself,
 * but stops reading a text once it has enough of it, and then gives pairs other shares than the
 * Python package; hence this.
 */
export function placesKept(
  sources: readonly (number | null | undefined)[],
  { maxLength, truncation, side }: Cut,
): number[] | undefined {
  const places = [0, 1].map((text) => placesOf(sources, text));
  const [first = 0, second = 0] = places.map(({ length }) => length);
  const room = maxLength - (sources.length - first - second);
  const kept = shares[truncation](first, second, room);
  if (room < 0 || kept.some((share) => share < 0)) return undefined;
  const lost = places.flatMap((all, text) => {
    const share = kept[text] ?? 0;
    return side === "left" ? all.slice(0, all.length - share) : all.slice(share);
  });
  const gone = new Set(lost);
  return [...sources.keys()].filter((place) => !gone.has(place));
}

/** The places of a text's tokens. */
function placesOf(sources: readonly (number | null | undefined)[], text: number): number[] {
  return [...sources.keys()].filter((place) => sources[place] === text);
}

type Shares = readonly [first: number, second: number];

/** How many tokens each text keeps, for a row that is too long; negative: it has too few to lose. */
const shares: Readonly<Record<Truncation, (a: number, b: number, room: number) => Shares>> = {
  longest_first: halves,
  only_first: (_, second, room) => [room - second || -1, second],
  only_second: (first, _, room) => [first, room - first || -1],
};

/** A short text keeps all; two long ones share, and the longer one gets the odd token. */
function halves(first: number, second: number, room: number): Shares {
  const half = Math.floor(room / 2);
  if (first <= half && first <= second) return [first, room - first];
  if (second <= half && second < first) return [room - second, second];
  return first > second ? [room - half, half] : [half, room - half];
}

// The contour levels and colours that all landscapes of one row share.
import { terrainAt } from "./theme.ts";

/** Rising band edges in loss, and the colour of the band above each; the last edge closes the top band. */
export interface Levels {
  edges: readonly number[];
  colours: readonly string[];
}

/** `count` bands, evenly spaced in log(loss) over all finite losses. */
export function levelsOf(losses: readonly number[], count = 16): Levels {
  const finite = losses.filter((loss) => Number.isFinite(loss)).map(positive);
  const low = Math.log(finite.reduce((a, b) => Math.min(a, b), Infinity));
  const high = Math.max(Math.log(finite.reduce((a, b) => Math.max(a, b), 0)), low + 0.01);
  const edges = Array.from(
    { length: count + 1 },
    (_, index) => Math.exp(low + (high - low) * index / count),
  );
  const colours = Array.from({ length: count }, (_, index) => terrainAt(index / (count - 1)));
  return { edges, colours };
}

/** Losses on the logarithmic scale: what overflowed counts as the highest, zero as the least shown. */
export function logOf(loss: number, { edges }: Levels): number {
  const top = edges.at(-1) as number;
  return Math.log(Number.isFinite(loss) ? positive(loss) : top);
}

function positive(loss: number): number {
  return Math.max(loss, 1e-6);
}

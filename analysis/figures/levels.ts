// The contour levels and colours that all landscapes of one row share, and their bar: bands with losses beside them.
import { round, text } from "./sheet.ts";
import { ink, terrainAt } from "./theme.ts";

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

/** Bands from low (below) to high, labelled at five edges. */
export function colourBar(
  { edges, colours }: Levels,
  at: { x: number; y: number; height: number },
): string {
  const step = at.height / colours.length;
  const bands = colours.map((colour, index) => {
    const y = at.y + at.height - (index + 1) * step;
    return `<rect x="${round(at.x)}" y="${round(y)}" width="12" height="${round(step + 0.4)}" ` +
      `fill="${colour}"/>`;
  });
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const losses = shares.map((share) => edges[Math.round(share * colours.length)] as number);
  const labels = toldApart(losses).map((label, index) => {
    const share = shares[index] as number;
    const y = at.y + at.height - Math.round(share * colours.length) * step;
    return text(label, { x: at.x + 18, y: labelY(y, share) }, { size: 10.5, colour: ink.muted });
  });
  const head = text("loss", { x: at.x, y: at.y - 6 }, { size: 10.5, colour: ink.muted });
  return [...bands, ...labels, head].join("");
}

/** With two figures, or as many more as it takes: a flat landscape has losses that differ far behind the point. */
function toldApart(values: readonly number[]): string[] {
  const written = [2, 3, 4, 5].map((figures) => values.map((value) => value.toPrecision(figures)));
  return written.find((texts) => new Set(texts).size === texts.length) ??
    written.at(-1) as string[];
}

/** Labels sit on their edge, the outer two inside the bar. */
function labelY(y: number, share: number): number {
  return y + 9 * (1 - share) * (share === 0 ? 0 : 0.45) + (share === 1 ? 9 : 0);
}

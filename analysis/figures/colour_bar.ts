// The colour bar of a row of landscapes: bands as they are drawn, with losses beside them.
import type { Levels } from "./levels.ts";
import { round, text } from "./sheet.ts";
import { ink } from "./theme.ts";

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
  const labels = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const place = Math.round(share * colours.length);
    const y = at.y + at.height - place * step;
    return text((edges[place] as number).toPrecision(2), { x: at.x + 18, y: labelY(y, share) }, {
      size: 10.5,
      colour: ink.muted,
    });
  });
  const head = text("loss", { x: at.x, y: at.y - 6 }, { size: 10.5, colour: ink.muted });
  return [...bands, ...labels, head].join("");
}

/** Labels sit on their edge, the outer two inside the bar. */
function labelY(y: number, share: number): number {
  return y + 9 * (1 - share) * (share === 0 ? 0 : 0.45) + (share === 1 ? 9 : 0);
}

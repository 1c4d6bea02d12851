// Figure: loss landscapes as contour maps, one row per model, one panel per method.
import { labelOf } from "../labels.ts";
import type { Point } from "../measures/loss_landscape/project_path.ts";
import type { LossGrid } from "../measures/loss_landscape/sharpness.ts";
import { colourBar } from "./colour_bar.ts";
import { contourMap } from "./contour_map.ts";
import { levelsOf } from "./levels.ts";
import { sheet, sheetWidth, text } from "./sheet.ts";
import { ink } from "./theme.ts";

/** One landscape and what its panel says below it; texts come formatted, as the tables have them. */
export interface Landscape extends LossGrid {
  model: string;
  data: string;
  method: string;
  /** How the two directions were chosen. */
  directions: "pca" | "random";
  /** The training path on the plane, last checkpoint at (0, 0); none for random directions. */
  path?: readonly Point[];
  /** Lines under the method's name: score, G(W), sharpness. */
  notes: readonly string[];
}

const gap = 16;
const barWidth = 74;
const headHeight = 30;

const directionNames = {
  pca: "along the two principal directions of the training path",
  random: "along two random directions",
} as const;

/** Rows by model and data in order of appearance; a row shares its colours. */
export function lossLandscapeFigure(landscapes: readonly Landscape[]): string {
  const rows = Object.values(
    Object.groupBy(landscapes, ({ model, data }) => `${model} / ${data}`),
  ) as Landscape[][];
  const across = Math.max(...rows.map((row) => row.length), 3);
  const size = (sheetWidth - barWidth - gap * across) / across;
  let y = 0;
  const parts = rows.map((row) => {
    const part = drawRow(row, { y, size });
    y += headHeight + size + footHeight(row);
    return part;
  });
  return sheet({
    height: Math.ceil(y),
    label: "Loss landscapes around the trained weights as contour maps, by method and model",
    parts,
  });
}

function footHeight(row: readonly Landscape[]): number {
  return 44 + 15 * Math.max(...row.map(({ notes }) => notes.length)) + 12;
}

function drawRow(row: readonly Landscape[], { y, size }: { y: number; size: number }): string {
  const first = row[0] as Landscape;
  const levels = levelsOf(row.flatMap(({ losses }) => losses));
  const title = text(`${first.model} / ${first.data}`, { x: 0, y: y + 15 }, {
    size: 13.5,
    weight: 600,
  });
  const note = text(directionNames[first.directions], {
    x: row.length * (size + gap) - gap,
    y: y + 15,
  }, {
    colour: ink.muted,
    anchor: "end",
  });
  const top = y + headHeight;
  const maps = row.map((landscape, index) => {
    const x = index * (size + gap);
    return contourMap(landscape, levels, { x, y: top, size }) +
      captionOf(landscape, { x, y: top + size + 34 });
  });
  const bar = colourBar(levels, { x: row.length * (size + gap) + 2, y: top, height: size });
  return [title, note, ...maps, bar].join("");
}

function captionOf({ method, notes }: Landscape, { x, y }: Point): string {
  const name = text(labelOf(method).label, { x, y }, { size: 13, weight: 600 });
  const lines = notes.map((note, index) =>
    text(note, { x, y: y + 16 + 15 * index }, { size: 11.5, colour: ink.muted })
  );
  return [name, ...lines].join("");
}

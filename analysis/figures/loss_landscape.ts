// Figure: loss landscapes as contour maps, one row per model, one panel per method.
import type { MethodCard } from "../../adapters/mod.ts";
import type { Point } from "../measures/loss_landscape/plane.ts";
import type { LossGrid } from "../measures/loss_landscape/sharpness.ts";
import { bySetup } from "../results.ts";
import { Sourced } from "../sourced.ts";
import { contourMap } from "./contour_map.ts";
import { colourBar, levelsOf } from "./levels.ts";
import { type Figure, figureOf, sheet, sheetWidth, text } from "./sheet.ts";
import { ink } from "./theme.ts";

/** One landscape, its centre the checkpoint that validation selects; texts come as the tables have them. */
export interface Landscape extends LossGrid {
  model: string;
  data: string;
  method: MethodCard;
  /** The centre's epoch, of how many. */
  epoch: number;
  epochs: number;
  /** Score and generalization error at the centre. */
  score: string;
  error: string;
  /** Validation batches behind each loss, and how many examples they are. */
  batches: number;
  examples: number;
  /** Along principal directions: the training path on the plane, the centre at (0, 0). */
  path?: readonly Point[];
  /** Along principal directions: the share of the path to the centre that each explains. */
  explained?: readonly number[];
}

const gap = 16;
const barWidth = 74;
const headHeight = 30;
const footHeight = 118;

const title = "Loss landscapes";
const reading =
  "The orange mark is the checkpoint that validation selects; score, G(W) and sharpness are its own. Directions are scaled " +
  "row by row to the length of the weights there (filter normalisation); biases and norms do not move. The white line is " +
  "the path of training, a dot per epoch; it may go on beyond the mark. One colour scale per row, logarithmic; between " +
  "grid points the picture is interpolated. Narrow dark basins are sharp minima.";

/** Rows by model and data in order of appearance; a row shares its colours, and the caption says how it was measured. */
export function lossLandscapeFigure(landscapes: readonly Sourced<Landscape>[]): Figure[] {
  const measured = Sourced.of((read) => bySetup(landscapes.map(read)).map(rowWords).join(" "));
  const caption = `${reading} ${measured.open().value}`;
  const words = { exhibit: "figure_loss_landscape", title, caption };
  return figureOf(landscapes, words, (read) => draw(landscapes.map(read)));
}

function rowWords(row: readonly Landscape[]): string {
  const { model, data, xs, ys, batches, examples, path } = row[0] as Landscape;
  const directions = path === undefined
    ? "two random directions"
    : `the two principal directions of the path up to that checkpoint, which explain ${
      rangeOf(row.map(explainedShare))
    } of its variance around it`;
  const first = batches === 1 ? "the first batch" : `the first ${batches} batches`;
  return `${model} / ${data}: ${xs.length} × ${ys.length} points, each the mean over ${first} of the validation ` +
    `part (${examples} examples), along ${directions}.`;
}

function explainedShare({ explained = [] }: Landscape): number {
  return 100 * explained.reduce((total, share) => total + share, 0);
}

/** "97.1 %", "93.4 to 99.0 %". */
function rangeOf(shares: readonly number[]): string {
  const texts = [Math.min(...shares), Math.max(...shares)].map((share) => share.toFixed(1));
  return `${[...new Set(texts)].join(" to ")} %`;
}

function draw(landscapes: readonly Landscape[]): string {
  const rows = bySetup(landscapes);
  const across = Math.max(...rows.map((row) => row.length), 3);
  const size = (sheetWidth - barWidth - gap * across) / across;
  let y = 0;
  const parts = rows.map((row) => {
    const part = drawRow(row, { y, size });
    y += headHeight + size + footHeight;
    return part;
  });
  return sheet({
    height: Math.ceil(y),
    label: "Loss landscapes around the trained weights as contour maps, by method and model",
    parts,
  });
}

function drawRow(row: readonly Landscape[], { y, size }: { y: number; size: number }): string {
  const first = row[0] as Landscape;
  const levels = levelsOf(row.flatMap(({ losses }) => losses));
  const title = text(`${first.model} / ${first.data}`, { x: 0, y: y + 15 }, {
    size: 13.5,
    weight: 600,
  });
  const note = text(`along two ${first.path ? "principal" : "random"} directions`, {
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

function captionOf(landscape: Landscape, { x, y }: Point): string {
  const { method, score, error, epoch, epochs, explained } = landscape;
  const notes = [
    `score ${score}, G(W) ${error}`,
    `epoch ${epoch} of ${epochs}`,
    ...(explained ? [`path explained: ${explainedShare(landscape).toFixed(1)} %`] : []),
  ];
  const name = text(method.label, { x, y }, { size: 13, weight: 600 });
  const lines = notes.map((note, index) =>
    text(note, { x, y: y + 16 + 15 * index }, { size: 11.5, colour: ink.muted })
  );
  return [name, ...lines].join("");
}

// One contour map: bands of loss, the training path over them, a mark at the selected checkpoint.
import type { Point } from "../measures/loss_landscape/plane.ts";
import type { LossGrid } from "../measures/loss_landscape/sharpness.ts";
import { type Levels, logOf } from "./levels.ts";
import { draw, type Markish, Plot } from "./plot.ts";
import { lighterPaths } from "./lighter_paths.ts";
import { refine } from "./refine.ts";
import { place, text } from "./sheet.ts";
import { ink } from "./theme.ts";

/** Where a map goes on the sheet; it is square. */
interface Square {
  x: number;
  y: number;
  size: number;
}

/** About so many drawn steps along a side, whatever was measured. */
const fineness = 40;

/** The map with its ticks below. */
export function contourMap(
  landscape: LossGrid & { path?: readonly Point[] },
  levels: Levels,
  at: Square,
): string {
  const { xs, ys } = landscape;
  const [left, right] = ends(xs);
  const [bottom, top] = ends(ys);
  const svg = draw({
    width: at.size,
    height: at.size,
    margin: 0,
    style: { overflow: "hidden" },
    x: { domain: [left, right], axis: null },
    y: { domain: [bottom, top], axis: null },
    color: { type: "identity" },
    marks: [
      ...bands(landscape, levels),
      ...pathMarks(landscape.path ?? []),
      ...summit(),
    ],
  });
  return place(lighterPaths(svg), at.x, at.y) + ticks([left, right], at);
}

function ends(axis: readonly number[]): [number, number] {
  return [axis[0] as number, axis.at(-1) as number];
}

/** Bands painted low to high, each over the last; the ground is the lowest. */
function bands(grid: LossGrid, levels: Levels): Markish[] {
  const { columns, rows, values } = refine({
    columns: grid.xs.length,
    rows: grid.ys.length,
    values: grid.losses.map((loss) => logOf(loss, levels)),
  }, Math.max(1, Math.round(fineness / (grid.xs.length - 1))));
  const box = { ...sampleBox("x", grid.xs, columns), ...sampleBox("y", grid.ys, rows) };
  return levels.colours.map((colour, index) => {
    if (index === 0) return Plot.frame({ fill: colour, stroke: null });
    return Plot.contour(values, {
      width: columns,
      height: rows,
      ...box,
      thresholds: [Math.log(levels.edges[index] as number)],
      fill: colour,
      value: Plot.identity,
      stroke: "#ffffff",
      strokeOpacity: 0.28,
      strokeWidth: 0.5,
    });
  });
}

/** Contours take samples as cell centres: half a fine step more on each side puts them where they were measured. */
function sampleBox(axis: "x" | "y", at: readonly number[], count: number) {
  const [low, high] = ends(at);
  const half = (high - low) / (count - 1) / 2;
  return { [`${axis}1`]: low - half, [`${axis}2`]: high + half };
}

function pathMarks(path: readonly Point[]): Markish[] {
  if (path.length < 2) return [];
  const at = { x: "x", y: "y" };
  return [
    Plot.line(path, { ...at, stroke: "#10202c", strokeWidth: 4, strokeOpacity: 0.65 }),
    Plot.line(path, { ...at, stroke: "#ffffff", strokeWidth: 1.8 }),
    Plot.dot(path, { ...at, r: 2.2, fill: "#ffffff", stroke: "#10202c", strokeWidth: 0.8 }),
  ];
}

/** The selected checkpoint: where the cairn stands. */
function summit(): Markish[] {
  return [
    Plot.dot([{ x: 0, y: 0 }], {
      x: "x",
      y: "y",
      r: 5,
      fill: "#e8590c",
      stroke: "#ffffff",
      strokeWidth: 1.8,
    }),
  ];
}

function ticks([left, right]: [number, number], { x, y, size }: Square): string {
  const type = { size: 10, colour: ink.muted };
  const label = (value: number) => String(Number(value.toPrecision(2))).replace("-", "−");
  return [
    text(label(left), { x, y: y + size + 13 }, type),
    text("0", { x: x - left / (right - left) * size, y: y + size + 13 }, {
      ...type,
      anchor: "middle",
    }),
    text(label(right), { x: x + size, y: y + size + 13 }, { ...type, anchor: "end" }),
  ].join("");
}

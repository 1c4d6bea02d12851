// One contour map: bands of loss, the training path over them, a mark at the selected checkpoint.
import type { Point } from "../measures/loss_landscape/plane.ts";
import type { LossGrid } from "../measures/loss_landscape/sharpness.ts";
import { type Levels, logOf } from "./levels.ts";
import { draw, type Markish, Plot } from "./panels.ts";
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

/** A grid of `columns` × `rows` values, row by row. */
export interface Raster {
  columns: number;
  rows: number;
  values: readonly number[];
}

/** Each step cut into `factor`: Catmull–Rom along rows, then along columns. */
export function refine(raster: Raster, factor: number): Raster {
  const wide = alongRows(raster, factor);
  return transposed(alongRows(transposed(wide), factor));
}

function alongRows({ columns, rows, values }: Raster, factor: number): Raster {
  const wide = (columns - 1) * factor + 1;
  const finer = Array.from({ length: rows * wide }, (_, index) => {
    const [row, at] = [Math.floor(index / wide), (index % wide) / factor];
    return between(values.slice(row * columns, (row + 1) * columns), at);
  });
  return { columns: wide, rows, values: finer };
}

/** The value at a fractional index; the ends continue in a straight line. */
function between(line: readonly number[], at: number): number {
  const left = Math.min(Math.floor(at), line.length - 2);
  const t = at - left;
  const [b, c] = [line[left] as number, line[left + 1] as number];
  const [a, d] = [line[left - 1] ?? 2 * b - c, line[left + 2] ?? 2 * c - b];
  return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function transposed({ columns, rows, values }: Raster): Raster {
  const turned = Array.from(
    { length: columns * rows },
    (_, index) => values[(index % rows) * columns + Math.floor(index / rows)] as number,
  );
  return { columns: rows, rows: columns, values: turned };
}

/** Rewrites every `d` that is made of moves and lines alone. */
export function lighterPaths(svg: string): string {
  return svg.replace(
    / d="(M[\d.,MLZ-]*)"/g,
    (_, path: string) => ` d="${path.split(/(?=M)/).map(lighterRing).join("")}"`,
  );
}

type Place = readonly [number, number];

/** One ring or line, starting with its M. */
function lighterRing(ring: string): string {
  const closed = ring.endsWith("Z");
  const places = ring.slice(1).replace("Z", "").split("L").map((place): Place => {
    const [x = NaN, y = NaN] = place.split(",").map(Number);
    return [tenth(x), tenth(y)];
  });
  const kept = places.filter((place, index) =>
    !isBetween(places[index - 1], place, places[index + 1])
  );
  return `M${kept.map(([x, y]) => `${x},${y}`).join("L")}${closed ? "Z" : ""}`;
}

/** On a horizontal or vertical stretch, as along the border of a map. */
function isBetween(before: Place | undefined, at: Place, after: Place | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return [0, 1].some((axis) => before[axis] === at[axis] && at[axis] === after[axis]);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

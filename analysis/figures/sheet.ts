// The sheet that a figure is drawn on: one SVG that stands alone, from placed parts.
import { escape } from "../markup.ts";
import { type Read, Sourced } from "../sourced.ts";
import { fontFamily, ink } from "./theme.ts";

/** A figure as an exhibit. `svg` is a whole document that stands alone; the page sets it inline. */
export interface Figure {
  exhibit: string;
  title: string;
  /** What to see, in a sentence or two. */
  caption: string;
  svg: string;
}

/** The figure of some evidence, or none where there is nothing to draw. */
export function figureOf(
  data: readonly unknown[],
  words: Omit<Figure, "svg">,
  draw: (read: Read) => string,
): Figure[] {
  return data.length === 0 ? [] : [{ ...words, svg: Sourced.of(draw).open().value }];
}

/** All figures are this wide, in px at scale 1. */
export const sheetWidth = 1000;

/** `label` is read by screen readers in place of the picture. */
export interface Sheet {
  height: number;
  label: string;
  parts: readonly string[];
}

/** A whole SVG document; its ground is a rect of class "paper" that the page makes transparent. */
export function sheet({ height, label, parts }: Sheet): string {
  return inLines(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheetWidth} ${height}" width="${sheetWidth}" ` +
      `height="${height}" role="img" aria-label="${escape(label)}" font-family="${fontFamily}" ` +
      `font-size="12" fill="${ink.text}">` +
      `<rect class="paper" width="${sheetWidth}" height="${height}" fill="${ink.paper}"/>` +
      `${parts.join("")}</svg>\n`,
  );
}

/** An element a line, a path in lines of a few points: a number that changes is a line of a diff. */
function inLines(svg: string): string {
  return svg.replaceAll("><", ">\n<")
    .replace(/ d="([^"]+)"/g, (_, path: string) => ` d="${pathInLines(path)}"`);
}

const pointsInLine = 8;

/** Broken where a stroke begins, and after so many points of it: no break depends on how long a number is. */
function pathInLines(path: string): string {
  const strokes = path.split(/(?=[Mm])/).flatMap((stroke) => {
    const points = stroke.split(/(?=[A-DF-Za-df-z])/); // an e is an exponent's
    return Array.from(
      { length: Math.ceil(points.length / pointsInLine) },
      (_, line) => points.slice(line * pointsInLine, (line + 1) * pointsInLine).join(""),
    );
  });
  return strokes.join("\n");
}

/** A drawn `<svg>` moved to a place on the sheet. */
export function place(svg: string, x: number, y: number): string {
  return svg.replace("<svg ", `<svg x="${round(x)}" y="${round(y)}" `);
}

/** How a line of text is set. */
export interface Type {
  size?: number;
  weight?: number;
  colour?: string;
  anchor?: "start" | "middle" | "end";
}

/** One line of text, its baseline at y. */
export function text(words: string, at: { x: number; y: number }, type: Type = {}): string {
  const { size = 12, weight = 400, colour = ink.text, anchor = "start" } = type;
  return `<text x="${round(at.x)}" y="${
    round(at.y)
  }" font-size="${size}" font-weight="${weight}" ` +
    `fill="${colour}" text-anchor="${anchor}">${escape(words)}</text>`;
}

/** Two digits are enough for a screen and keep the files small. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

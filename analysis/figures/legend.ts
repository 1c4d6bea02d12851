// The key of the methods: a sample of line and symbol with the name, flowing over rows.
import type { MethodCard, Shape } from "../../adapters/mod.ts";
import { round, sheetWidth, text } from "./sheet.ts";
import { ink, type Series, series } from "./theme.ts";

/** What a sample shows. */
export type SampleKind = "line" | "symbol";

/** A drawn legend, and how high it came out. */
export interface Legend {
  svg: string;
  height: number;
}

const rowHeight = 20;
const sampleWidth: Record<SampleKind, number> = { line: 30, symbol: 14 };

/** The methods in the given order, from y down; rows break at the sheet's width. */
export function legend(methods: readonly MethodCard[], y: number, kind: SampleKind): Legend {
  let [x, row] = [0, 0];
  const entries = methods.map((method) => {
    const width = sampleWidth[kind] + 6 + method.label.length * 6.6 + 20;
    if (x + width > sheetWidth) [x, row] = [0, row + 1];
    const entry = sample(method, { x, y: y + row * rowHeight + 10, kind });
    x += width;
    return entry;
  });
  return { svg: entries.join(""), height: (row + 1) * rowHeight };
}

function sample(
  method: MethodCard,
  at: { x: number; y: number; kind: SampleKind },
): string {
  const style = series(method);
  const width = sampleWidth[at.kind];
  const picture = at.kind === "line"
    ? line(style, at.x, at.y)
    : symbol(style, { x: at.x + width / 2, y: at.y }, 4.5);
  return picture + text(method.label, { x: at.x + width + 6, y: at.y + 4 }, { size: 12 });
}

function line({ colour, dash }: Series, x: number, y: number): string {
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return `<path d="M${round(x)},${round(y)}h30" stroke="${colour}" stroke-width="2"${dashes}/>`;
}

/** A method's symbol of about the given radius; hollow ones are filled with the ground. */
export function symbol(style: Series, at: { x: number; y: number }, radius: number): string {
  const fill = style.hollow ? ink.paper : style.colour;
  return `<path transform="translate(${round(at.x)},${round(at.y)}) scale(${round(radius)})" ` +
    `d="${outlines[style.shape]}" fill="${fill}" stroke="${style.colour}" stroke-width="1.6" ` +
    `vector-effect="non-scaling-stroke"/>`;
}

/** Outlines in the unit circle. */
const outlines: Readonly<Record<Shape, string>> = {
  circle: "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z",
  square: "M-0.85,-0.85H0.85V0.85H-0.85Z",
  triangle: "M0,-1.05L1,0.75H-1Z",
  diamond: "M0,-1.15L0.95,0L0,1.15L-0.95,0Z",
  star:
    "M0,-1.2L0.28,-0.39L1.14,-0.37L0.46,0.15L0.71,0.97L0,0.48L-0.71,0.97L-0.46,0.15L-1.14,-0.37L-0.28,-0.39Z",
  plus: "M-1.1,0H1.1M0,-1.1V1.1",
  hexagon: "M0,-1.1L0.95,-0.55V0.55L0,1.1L-0.95,0.55V-0.55Z",
};

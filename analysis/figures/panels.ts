// Small multiples: plots side by side on one sheet, with titles above and the key below; their axes, and the plots.
//
// The only file that names Observable Plot and the document it draws into.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { MethodCard } from "../../adapters/mod.ts";
import { inPaperOrder } from "../methods.ts";
import { legend, type SampleKind } from "./legend.ts";
import { place, sheet, sheetWidth, text } from "./sheet.ts";
import { fontFamily, ink } from "./theme.ts";

export { Plot };
export type Markish = Plot.Markish;
type PlotOptions = Plot.PlotOptions;

/** One plot with its title; `note` is set behind it in a lighter ink. */
export interface Panel {
  title: string;
  note?: string;
  options: PlotOptions;
}

/** `methods` go into the key; `kind` says how they are sampled there (no key if absent). */
export interface Panels {
  label: string;
  panels: readonly Panel[];
  columns: number;
  height: number;
  methods: readonly MethodCard[];
  kind?: SampleKind;
}

const gap = 30;
const titleHeight = 26;

/** The whole figure as an SVG document. */
export function panels({ label, panels, columns, height, methods, kind }: Panels): string {
  const across = Math.max(1, Math.min(columns, panels.length));
  const width = (sheetWidth - gap * (across - 1)) / across;
  const drawn = panels.map((panel, index) =>
    drawPanel(panel, { width, height }, {
      x: (index % across) * (width + gap),
      y: Math.floor(index / across) * (height + titleHeight + 14),
    })
  );
  const bottom = Math.ceil(panels.length / across) * (height + titleHeight + 14);
  const key = kind ? legend(inPaperOrder(methods), bottom, kind) : { svg: "", height: 0 };
  return sheet({ label, height: bottom + key.height, parts: [...drawn, key.svg] });
}

function drawPanel(
  panel: Panel,
  size: { width: number; height: number },
  at: { x: number; y: number },
): string {
  const heading = text(panel.title, { x: at.x, y: at.y + 15 }, { size: 13.5, weight: 600 });
  const note = panel.note === undefined ? "" : text(
    panel.note,
    { x: at.x + size.width, y: at.y + 15 },
    { size: 12, colour: ink.muted, anchor: "end" },
  );
  const svg = draw({ ...panel.options, ...size });
  return heading + note + place(svg, at.x, at.y + titleHeight);
}

/**
 * Grid and axis in both directions; ticks and formats as Plot's options have them. On a logarithmic axis
 * give `text`, not `tickFormat`: d3 blanks labels that it finds too many.
 */
export function axes(x: object = {}, y: object = {}): Markish[] {
  const quiet = { tickSize: 0, color: ink.muted, tickPadding: 6 };
  return [
    Plot.gridY({ stroke: ink.faint, strokeOpacity: 1, ...y }),
    Plot.gridX({ stroke: ink.faint, strokeOpacity: 1, ...x }),
    Plot.axisX({ ...quiet, labelAnchor: "center", labelArrow: "none", ...x }),
    Plot.axisY({ ...quiet, labelArrow: "none", ...y }),
  ];
}

/**
 * One plot as the text of an `<svg>` element; equal options give equal bytes. Plot's own style sheet is
 * left out: it would set the height of a nested `<svg>`, and nothing here needs it.
 */
export function draw(options: PlotOptions): string {
  const plot = Plot.plot({ ...options, document: freshDocument(), style: style(options) });
  return String(plot.outerHTML).replace(/<style>[\s\S]*?<\/style>/, "").replaceAll(
    "currentColor",
    ink.text,
  );
}

function style(options: PlotOptions): Record<string, string> {
  const own = typeof options.style === "object" ? options.style as Record<string, string> : {};
  return { fontFamily, fontSize: "11px", ...own };
}

type PlotDocument = NonNullable<PlotOptions["document"]>;

/** linkedom's type lacks `document` where the "dom" library is off; Plot only needs its factory methods. */
function freshDocument(): PlotDocument {
  return (parseHTML("<html></html>") as unknown as { document: PlotDocument }).document;
}

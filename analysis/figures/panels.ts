// Small multiples: plots side by side on one sheet, with titles above and the key below.
import type { MethodCard } from "../../adapters/mod.ts";
import { inPaperOrder } from "../methods.ts";
import { legend, type SampleKind } from "./legend.ts";
import { draw, type PlotOptions } from "./plot.ts";
import { place, sheet, sheetWidth, text } from "./sheet.ts";
import { ink } from "./theme.ts";

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

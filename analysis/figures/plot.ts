// The only file that names Observable Plot and the document it draws into.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { fontFamily, ink } from "./theme.ts";

export { Plot };
export type { Markish, PlotOptions } from "@observablehq/plot";

/**
 * One plot as the text of an `<svg>` element; equal options give equal bytes. Plot's own style sheet is
 * left out: it would set the height of a nested `<svg>`, and nothing here needs it.
 */
export function draw(options: Plot.PlotOptions): string {
  const plot = Plot.plot({ ...options, document: freshDocument(), style: style(options) });
  return String(plot.outerHTML).replace(/<style>[\s\S]*?<\/style>/, "").replaceAll(
    "currentColor",
    ink.text,
  );
}

function style(options: Plot.PlotOptions): Record<string, string> {
  const own = typeof options.style === "object" ? options.style as Record<string, string> : {};
  return { fontFamily, fontSize: "11px", ...own };
}

type PlotDocument = NonNullable<Plot.PlotOptions["document"]>;

/** linkedom's type lacks `document` where the "dom" library is off; Plot only needs its factory methods. */
function freshDocument(): PlotDocument {
  return (parseHTML("<html></html>") as unknown as { document: PlotDocument }).document;
}

// Axes as all figures draw them: hairline grid, no frame, quiet labels.
import { type Markish, Plot } from "./plot.ts";
import { ink } from "./theme.ts";

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

// Sharpness of the landscapes as numbers; the paper judges it by eye.
import type { Cell } from "../results.ts";
import { compact } from "./format.ts";
import { measures } from "./measures.ts";
import type { Table } from "./table.ts";

/** From cells with `hessianTrace`, `meanIncrease`, `maxIncrease`. */
export function sharpnessTable(cells: readonly Cell[]): Table {
  return measures(cells, {
    exhibit: "table_sharpness",
    title: "Sharpness",
    caption:
      "Trace of the 2 × 2 Hessian at the selected checkpoint by central differences over one grid step, and the mean and largest " +
      "increase of the loss on the grid's outer ring. Larger is sharper.",
  }, [
    { measure: "hessianTrace", label: "Hessian trace", format: compact },
    { measure: "meanIncrease", label: "mean increase", format: compact },
    { measure: "maxIncrease", label: "largest increase", format: compact },
  ]);
}

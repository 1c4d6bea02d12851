// What the update looks like inside: norms, ranks and intruders of ΔW, mean over adapted matrices.
import type { Cell } from "../results.ts";
import { compact, fixed } from "./format.ts";
import { measures } from "./measures.ts";
import type { Table } from "./table.ts";

/** From cells with any of the measures below, each a mean over the cell's adapted matrices. */
export function spectra(cells: readonly Cell[]): Table {
  return measures(cells, {
    exhibit: "table_spectra",
    title: "Spectra of the update",
    caption:
      "Means over adapted matrices and seeds ± standard error, last checkpoint. Intruders: singular vectors of W whose |cosine| " +
      "with every one of W0 stays below 0.5, left and right side.",
  }, [
    { measure: "updateSpectralNorm", label: "‖ΔW‖₂", format: compact },
    { measure: "updateFrobeniusNorm", label: "‖ΔW‖F", format: compact },
    { measure: "effectiveRank", label: "effective rank", format: oneDigit },
    { measure: "stableRank", label: "stable rank", format: oneDigit },
    { measure: "numericalRank", label: "rank", format: oneDigit },
    { measure: "intrudersLeft", label: "intruders, left", format: oneDigit },
    { measure: "intrudersRight", label: "intruders, right", format: oneDigit },
  ]);
}

function oneDigit(value: number): string {
  return fixed(value, 1);
}

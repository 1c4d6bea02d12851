// A verdict on a difference, in words.
import type { Verdict } from "../signal.ts";
import type { TableCell, Tone } from "./table.ts";

const words: Record<Verdict, { text: string; tone: Tone }> = {
  signal: { text: "yes", tone: "good" },
  noise: { text: "not shown", tone: "bad" },
  unknown: { text: "one seed: unknown", tone: "open" },
};

/** The column `verdict`. */
export function verdictCell(verdict: Verdict): TableCell {
  return { column: "verdict", value: null, ...words[verdict] };
}

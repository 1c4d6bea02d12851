// The columns of the tables that compare methods, in the paper's order and blocks.
import { familyLabels, inPaperOrder, labelOf } from "../labels.ts";
import type { Summary } from "../results.ts";
import type { Column } from "./table.ts";

/** A column per method that occurs; controls only if asked for. */
export function methodColumns(summaries: readonly Summary[], controls = false): Column[] {
  return inPaperOrder(summaries.map((summary) => summary.method))
    .map(labelOf)
    .filter(({ family }) => controls || family !== "control")
    .map(({ id, label, family, meaning }) => ({
      id,
      label,
      group: familyLabels[family],
      note: meaning,
    }));
}

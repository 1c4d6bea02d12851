// The columns of the tables that compare methods, in the paper's order and blocks.
import { familyLabels, inPaperOrder, isRanked } from "../methods.ts";
import type { Summary } from "../results.ts";
import type { Column } from "./table.ts";

/** A column per method that occurs; controls only if asked for. */
export function methodColumns(summaries: readonly Summary[], controls = false): Column[] {
  return inPaperOrder(summaries.map((summary) => summary.method))
    .filter((method) => controls || isRanked(method))
    .map(({ id, label, family, meaning }) => ({
      id,
      label,
      group: familyLabels[family],
      note: meaning,
    }));
}

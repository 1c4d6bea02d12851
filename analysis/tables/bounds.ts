// Table 1: the bound of every method, as a formula and as a number for each model and data set.
import type { MethodCard } from "../../adapters/mod.ts";
import { inPaperOrder } from "../methods.ts";
import { entryText } from "../measures/bounds.ts";
import { type Cell, methodsOf, setupsOf, summarize, type Summary } from "../results.ts";
import { scientific } from "./format.ts";
import {
  type Column,
  emptyCell,
  numberCell,
  type Row,
  type Table,
  type TableCell,
} from "./table.ts";

/** The paper's Table 1 from cells with a `bound`; methods are rows, as there. */
export function bounds(cells: readonly Cell[]): Table {
  const found = summarize(cells, "bound");
  const setups = setupsOf(found);
  const columns: Column[] = setups.map((setup) => ({
    id: setup.id,
    label: `${setup.model} / ${setup.data}`,
    group: "entry as a number",
  }));
  const methods = inPaperOrder(found.map(({ method }) => method));
  return {
    exhibit: "table_1",
    title: "Table 1. Generalization bounds",
    caption:
      "G(W0 + ΔW) ≤ Φ(W0) + the entry. All entries are one rule, √(2 q σ² ln2 · P / |N|), P the numbers ever trained. " +
      "At q = 32 bits they are far above any loss, here as in the paper: only ratios between methods say something. " +
      "What is called derived has no row in the paper; the same rule gives its entry.",
    stubs: ["method", "chained", "entry"],
    columns,
    rows: methods.map((method) =>
      rowOf(method, setups.map((setup) => methodsOf(found, setup).get(method.id)), columns)
    ),
  };
}

function rowOf(
  { id, label, bound }: MethodCard,
  summaries: readonly (Summary | undefined)[],
  columns: readonly Column[],
): Row {
  const name = bound?.derived ? `${label} (derived)` : label;
  return {
    id,
    heads: [name, bound?.chained ? "yes" : "no", bound === null ? "" : entryText(bound)],
    cells: columns.map(({ id }, index) => cellOf(id, summaries[index])),
  };
}

function cellOf(column: string, summary: Summary | undefined): TableCell {
  return summary === undefined ? emptyCell(column) : numberCell(column, summary.mean, scientific);
}

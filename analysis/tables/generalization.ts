// Table 3: the empirical generalization error of every method; lower is better.
import { isRanked } from "../methods.ts";
import {
  type ByMethod,
  type Cell,
  methodsOf,
  type Setup,
  setupsOf,
  summarize,
  type Summary,
} from "../results.ts";
import { scientific } from "./format.ts";
import { marks, methodColumns } from "./ranking.ts";
import { extra, marked, numberCell, type Row, type Table, type TableCell } from "./table.ts";

/** The paper's Table 3 from cells with `generalization`. */
export function generalization(cells: readonly Cell[]): Table {
  const errors = summarize(cells, "generalization")
    .filter(({ method }) => isRanked(method));
  return {
    exhibit: "table_3",
    title: "Table 3. Empirical generalization error",
    caption:
      "G(W) = |mean test loss − mean train loss| of the selected checkpoint in evaluation mode, mean over seeds " +
      "± population standard deviation. Lower is better.",
    stubs: ["model", "data"],
    stacked: true,
    columns: methodColumns(errors),
    rows: setupsOf(errors).map((setup) => rowOf(setup, methodsOf(errors, setup))),
  };
}

function rowOf(setup: Setup, methods: ByMethod): Row {
  const cells = [...methods.values()].map(cellOf);
  const places = marks(cells.map(({ column, text }) => ({ id: column, text })), true);
  return {
    id: setup.id,
    heads: [setup.model, setup.data],
    cells: cells.map((cell) => marked(cell, places.get(cell.column))),
  };
}

function cellOf({ method, mean, deviation }: Summary): TableCell {
  const extras = extra({ name: "std", prefix: "±" }, deviation, scientific);
  return { ...numberCell(method.id, mean, scientific), extras };
}

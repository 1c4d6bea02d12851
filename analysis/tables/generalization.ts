// Table 3: the empirical generalization error of every method; lower is better.
import { labelOf } from "../labels.ts";
import { type Cell, methodsOf, type Setup, setupsOf, summarize, type Summary } from "../results.ts";
import { scientific } from "./format.ts";
import { marks } from "./marks.ts";
import { methodColumns } from "./method_columns.ts";
import { emptyCell, type Mark, type Row, type Table, type TableCell } from "./table.ts";

/** The paper's Table 3 from cells with `generalization`. */
export function generalization(cells: readonly Cell[]): Table {
  const errors = summarize(cells, "generalization")
    .filter(({ method }) => labelOf(method).family !== "control");
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

function rowOf(setup: Setup, methods: ReadonlyMap<string, Summary>): Row {
  const summaries = [...methods.values()];
  const places = marks(
    summaries.map(({ method, mean }) => ({ id: method, text: scientific(mean) })),
    true,
  );
  const cells = summaries.map((summary) => cellOf(summary, places.get(summary.method)));
  return { id: setup.id, heads: [setup.model, setup.data], cells };
}

function cellOf(summary: Summary, mark: Mark | undefined): TableCell {
  const { method: column, mean, deviation, sources } = summary;
  if (!Number.isFinite(mean)) return { ...emptyCell(column), text: "diverged" };
  const extras = deviation === null
    ? []
    : [{ name: "std" as const, value: deviation, text: scientific(deviation), prefix: "±" }];
  const marked = mark === undefined ? {} : { mark };
  return { column, value: mean, text: scientific(mean), ...marked, extras, sources };
}

// A table of several measures: one row per model, data set and method, one column per measure.
import { inPaperOrder } from "../methods.ts";
import { type Cell, methodsOf, type Setup, setupsOf, summarize, type Summary } from "../results.ts";
import {
  emptyCell,
  extra,
  type Format,
  numberCell,
  type Row,
  type Table,
  type TableCell,
} from "./table.ts";

/** A measure by its name in `Cell.values`. */
export interface MeasureColumn {
  measure: string;
  label: string;
  note?: string;
  format: Format;
}

/** Means over seeds ± standard error; columns that no cell has are left out. */
export function measures(
  cells: readonly Cell[],
  about: Pick<Table, "exhibit" | "title" | "caption">,
  columns: readonly MeasureColumn[],
): Table {
  const found = columns.map((column) => ({
    ...column,
    summaries: summarize(cells, column.measure),
  })).filter(({ summaries }) => summaries.length > 0);
  const all = found.flatMap(({ summaries }) => summaries);
  return {
    ...about,
    stubs: ["model", "data", "method"],
    columns: found.map(({ measure, label, note }) => ({
      id: measure,
      label,
      ...(note === undefined ? {} : { note }),
    })),
    rows: setupsOf(all).flatMap((setup) => rowsOf(setup, all, found)),
  };
}

type Found = MeasureColumn & { summaries: readonly Summary[] };

function rowsOf(setup: Setup, all: readonly Summary[], found: readonly Found[]): Row[] {
  return inPaperOrder([...methodsOf(all, setup).values()].map(({ method }) => method)).map((
    { id, label },
  ) => ({
    id: `${setup.id}-${id}`,
    heads: [setup.model, setup.data, label],
    cells: found.map((column) => cellOf(column, methodsOf(column.summaries, setup).get(id))),
  }));
}

/** A spread of nothing is not shown: seeds that agree to the last place were counted, not measured. */
function cellOf({ measure, format }: Found, summary: Summary | undefined): TableCell {
  if (summary === undefined) return emptyCell(measure);
  const spread = summary.standardError?.part((error) => error === 0 ? null : error);
  const extras = extra({ name: "se", prefix: "±" }, spread, format);
  return { ...numberCell(measure, summary.mean, format), extras };
}

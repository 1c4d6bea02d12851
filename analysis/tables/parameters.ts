// What each method trains: the cost that no clock and no machine enters.
import {
  type ByMethod,
  type Cell,
  methodsOf,
  type Setup,
  setupsOf,
  summarize,
  type Summary,
} from "../results.ts";
import { count } from "./format.ts";
import { methodColumns } from "./ranking.ts";
import { extra, numberCell, type Row, type Table, type TableCell } from "./table.ts";

/** Trained numbers from cells with `trained` (all of them) and `adapter` (without the head). */
export function parameters(cells: readonly Cell[]): Table {
  const trained = summarize(cells, "trained");
  const adapter = summarize(cells, "adapter");
  return {
    exhibit: "table_parameters",
    title: "Trained parameters",
    caption:
      "Numbers trained at once, the task's head included; in brackets those of the adapter alone. A chain trains as many " +
      "at a time as its single link. Sparsity does not lower the count: cLA trains what Asym-LoRA trains.",
    stubs: ["model", "data"],
    stacked: true,
    columns: methodColumns(trained, true),
    rows: setupsOf(trained).map((setup) =>
      rowOf(setup, methodsOf(trained, setup), methodsOf(adapter, setup))
    ),
  };
}

function rowOf(setup: Setup, trained: ByMethod, adapter: ByMethod): Row {
  const cells = [...trained.values()].map((summary) =>
    cellOf(summary, adapter.get(summary.method.id))
  );
  return { id: setup.id, heads: [setup.model, setup.data], cells };
}

function cellOf(trained: Summary, adapter: Summary | undefined): TableCell {
  const own = adapter?.mean.part((mean) => mean === 0 ? null : mean);
  const extras = extra({ name: "adapter", prefix: "(", suffix: ")" }, own, count);
  return { ...numberCell(trained.method.id, trained.mean, count), extras };
}

// Table 2: the score of every method, one row per model and data set.
import { isRanked } from "../methods.ts";
import { metricStyles } from "../metric.ts";
import {
  type ByMethod,
  type Cell,
  methodsOf,
  type Setup,
  setupsOf,
  summarize,
  type Summary,
} from "../results.ts";
import { bestFirst } from "../signal.ts";
import { Sourced } from "../sourced.ts";
import { fixed } from "./format.ts";
import { change, marks, methodColumns } from "./ranking.ts";
import {
  type Extra,
  extra,
  marked,
  numberCell,
  type Row,
  type Table,
  type TableCell,
} from "./table.ts";

/** The paper's Table 2 from cells with a `score`; means over seeds, controls left out. */
export function performance(cells: readonly Cell[]): Table {
  const scores = summarize(cells, "score").filter(({ method }) => isRanked(method));
  return {
    exhibit: "table_2",
    title: "Table 2. Performance",
    caption:
      "Mean test score over seeds ± population standard deviation. Best, second and third of each row are marked; " +
      "behind a sparse method outside the top three, the arrow gives its distance to the best, |best − x| / best.",
    stubs: ["model", "data", "metric"],
    stacked: true,
    columns: methodColumns(scores),
    rows: setupsOf(scores).map((setup) => rowOf(setup, methodsOf(scores, setup))),
  };
}

function rowOf(setup: Setup, methods: ByMethod): Row {
  const { label, lowerIsBetter } = metricStyles[setup.metric];
  const plain = [...methods.values()].map(cellOf);
  const places = marks(plain.map(({ column, text }) => ({ id: column, text })), lowerIsBetter);
  const cells = plain.map((cell) => {
    const extras = [...cell.extras ?? [], ...changeOf(cell.column, methods)];
    return places.has(cell.column) ? marked(cell, places.get(cell.column)) : { ...cell, extras };
  });
  return { id: setup.id, heads: [setup.model, setup.data, label], cells };
}

function cellOf({ method, metric, mean, deviation }: Summary): TableCell {
  const { scale, digits } = metricStyles[metric];
  const text = (value: number) => fixed(value, digits);
  const shown = (of: Sourced<number>) => of.map((value) => value * scale);
  const extras = extra({ name: "std", prefix: "±" }, deviation && shown(deviation), text);
  return { ...numberCell(method.id, shown(mean), text), extras };
}

/** Behind a sparse method: how far it is from the best, a share that has no unit. */
function changeOf(method: string, methods: ByMethod): Extra[] {
  const own = methods.get(method) as Summary;
  if (own.method.family !== "sparse") return [];
  const behind = Sourced.of((read) => {
    const best = bestFirst(methods, read)[0];
    return best && change(read(best.mean), read(own.mean));
  }).part((share) => share);
  const arrow = metricStyles[own.metric].lowerIsBetter ? "↑" : "↓";
  return extra({ name: "change", prefix: arrow, suffix: "%" }, behind, (share) => fixed(share, 2));
}

// Table 2: the score of every method, one row per model and data set.
import { labelOf } from "../labels.ts";
import { metricStyles } from "../metric.ts";
import { type Cell, methodsOf, type Setup, setupsOf, summarize, type Summary } from "../results.ts";
import { fixed } from "./format.ts";
import { change, marks } from "./marks.ts";
import { methodColumns } from "./method_columns.ts";
import { emptyCell, type Extra, type Mark, type Row, type Table, type TableCell } from "./table.ts";

/** The paper's Table 2 from cells with a `score`; means over seeds, controls left out. */
export function performance(cells: readonly Cell[]): Table {
  const scores = summarize(cells, "score").filter(isRanked);
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

function isRanked(summary: Summary): boolean {
  return labelOf(summary.method).family !== "control";
}

function rowOf(setup: Setup, methods: ReadonlyMap<string, Summary>): Row {
  const { label, lowerIsBetter } = metricStyles[setup.metric];
  const shown = [...methods.values()].map((summary) => ({
    id: summary.method,
    text: textOf(summary.mean, setup),
  }));
  const places = marks(shown, lowerIsBetter);
  const best = methods.get([...places].find(([, mark]) => mark === "best")?.[0] ?? "");
  const cells = [...methods.values()].map((summary) =>
    cellOf(summary, setup, { best, mark: places.get(summary.method) })
  );
  return { id: setup.id, heads: [setup.model, setup.data, label], cells };
}

function textOf(score: number, setup: Setup): string {
  const { scale, digits } = metricStyles[setup.metric];
  return fixed(score * scale, digits);
}

interface Place {
  best: Summary | undefined;
  mark: Mark | undefined;
}

function cellOf(summary: Summary, setup: Setup, place: Place): TableCell {
  const value = summary.mean * metricStyles[setup.metric].scale;
  if (!Number.isFinite(value)) return { ...emptyCell(summary.method), text: "diverged" };
  return {
    column: summary.method,
    value,
    text: textOf(summary.mean, setup),
    ...(place.mark === undefined ? {} : { mark: place.mark }),
    extras: [...deviationOf(summary, setup), ...changeOf(summary, setup, place)],
    sources: summary.sources,
  };
}

function deviationOf(summary: Summary, setup: Setup): Extra[] {
  if (summary.deviation === null) return [];
  const value = summary.deviation * metricStyles[setup.metric].scale;
  return [{ name: "std", value, text: textOf(summary.deviation, setup), prefix: "±" }];
}

function changeOf(summary: Summary, setup: Setup, { best, mark }: Place): Extra[] {
  if (mark !== undefined || best === undefined) return [];
  if (labelOf(summary.method).family !== "sparse") return [];
  const value = change(best.mean, summary.mean);
  const arrow = metricStyles[setup.metric].lowerIsBetter ? "↑" : "↓";
  return [{ name: "change", value, text: fixed(value, 2), prefix: arrow, suffix: "%" }];
}

// The section "is there a signal" as a table, so that its numbers have addresses too.
import { type Metric, metricStyles } from "../metric.ts";
import type { Comparison, Signal, Verdict } from "../signal.ts";
import type { Sourced } from "../sourced.ts";
import { fixed, signed } from "./format.ts";
import {
  extra,
  numberCell,
  type Row,
  type Table,
  type TableCell,
  textCell,
  type Tone,
} from "./table.ts";

/** One row per comparison. */
export function signalTable(signals: readonly Signal[]): Table {
  return {
    exhibit: "table_signal",
    title: "Is there a signal?",
    caption:
      "Differences of mean test scores and the standard error of each difference over seeds. A difference is taken for real " +
      "if it exceeds three standard errors; the best method is chosen after looking, which favours it. More is better: of a " +
      "perplexity, the difference is how far it is lower.",
    stubs: ["model", "data", "question"],
    columns: [
      { id: "pair", label: "compared", kind: "text" },
      { id: "difference", label: "difference" },
      { id: "ratio", label: "diff. / s.e." },
      { id: "verdict", label: "signal", kind: "text" },
    ],
    rows: signals.map(rowOf),
  };
}

function rowOf({ setup, key, question, answer }: Signal): Row {
  const { better, reference } = answer.open().value;
  return {
    id: `${setup.id}-${key}`,
    heads: [setup.model, setup.data, question],
    cells: [
      textCell("pair", `${better.label} − ${reference.label}`),
      ...comparisonCells("difference", setup.metric, answer),
    ],
  };
}

const words: Record<Verdict, { text: string; tone: Tone }> = {
  signal: { text: "yes", tone: "good" },
  noise: { text: "not shown", tone: "bad" },
  unknown: { text: "one seed: unknown", tone: "open" },
};

/** A difference in the metric's unit with its error, both as a ratio, and the verdict. */
export function comparisonCells(
  column: string,
  metric: Metric,
  found: Sourced<Comparison>,
): TableCell[] {
  const { scale, digits } = metricStyles[metric];
  const error = found.part(({ standardError: error }) => error === null ? null : error * scale);
  const ratio = found.part((comparison) => comparison.ratio);
  return [
    {
      ...numberCell(
        column,
        found.map(({ difference }) => difference * scale),
        (value) => signed(value, digits),
      ),
      extras: extra({ name: "se", prefix: "±" }, error, (value) => fixed(value, digits)),
    },
    ...(ratio === undefined ? [] : [numberCell("ratio", ratio, (value) => fixed(value, 1))]),
    { ...textCell("verdict", ""), ...words[found.open().value.verdict] },
  ];
}

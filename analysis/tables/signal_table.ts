// The section "is there a signal" as a table, so that its numbers have addresses too.
import { labelOf } from "../labels.ts";
import { metricStyles } from "../metric.ts";
import type { Signal } from "../signal.ts";
import { fixed, signed } from "./format.ts";
import type { Extra, Row, Table, TableCell } from "./table.ts";
import { verdictCell } from "./verdict.ts";

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

function rowOf(signal: Signal): Row {
  const { setup, asked, better, reference } = signal;
  return {
    id: `${setup.id}-${asked.key}`,
    heads: [setup.model, setup.data, asked.question],
    cells: [
      {
        column: "pair",
        value: null,
        text: `${labelOf(better).label} − ${labelOf(reference).label}`,
      },
      differenceCell(signal),
      ...ratioCell(signal),
      verdictCell(signal.verdict),
    ],
  };
}

function differenceCell({ setup, difference, standardError, sources }: Signal): TableCell {
  const { scale, digits } = metricStyles[setup.metric];
  const extras: Extra[] = standardError === null ? [] : [{
    name: "se",
    value: standardError * scale,
    text: fixed(standardError * scale, digits),
    prefix: "±",
  }];
  const value = difference * scale;
  return { column: "difference", value, text: signed(value, digits), extras, sources };
}

function ratioCell({ ratio, sources }: Signal): TableCell[] {
  if (ratio === null) return [];
  return [{ column: "ratio", value: ratio, text: fixed(ratio, 1), sources }];
}

// Does pre-training pay off: the same adaptation from the pre-trained base and from a random one.
import { inPaperOrder, labelOf } from "../labels.ts";
import { metricStyles } from "../metric.ts";
import { type Cell, methodsOf, type Setup, setupsOf, summarize, type Summary } from "../results.ts";
import { compare, type Signal } from "../signal.ts";
import { fixed, signed } from "./format.ts";
import type { Row, Table, TableCell } from "./table.ts";
import { verdictCell } from "./verdict.ts";

const asked = { key: "pretraining", question: "Does pre-training pay off?" };

/** `randomOf`: from each pre-trained model's name to its never pre-trained twin's. */
export function pretraining(
  cells: readonly Cell[],
  randomOf: Readonly<Record<string, string>>,
): Table {
  const scores = summarize(cells, "score");
  const rows = setupsOf(scores).filter(({ model }) => randomOf[model] !== undefined)
    .flatMap((setup) => rowsOf(scores, setup, randomOf[setup.model] as string));
  return {
    exhibit: "table_pretraining",
    title: "Does pre-training pay off?",
    caption:
      "The same recipe from the pre-trained base and from random weights: mean test score ± standard error, and the gain " +
      "with the standard error of the difference. A gain counts if it exceeds three of them. A perplexity gains by falling.",
    stubs: ["model", "data", "method"],
    columns: [
      { id: "pretrained", label: "pre-trained" },
      { id: "random", label: "random" },
      { id: "gain", label: "gain" },
      { id: "ratio", label: "gain / s.e." },
      { id: "verdict", label: "pays off", kind: "text" },
    ],
    rows,
  };
}

function rowsOf(scores: readonly Summary[], setup: Setup, random: string): Row[] {
  const [pretrained, untrained] = [
    methodsOf(scores, setup),
    methodsOf(scores, { ...setup, model: random }),
  ];
  return inPaperOrder(pretrained.keys()).flatMap((method) => {
    const [better, reference] = [pretrained.get(method), untrained.get(method)];
    if (!better || !reference) return [];
    const found = compare(setup, asked, { better, reference });
    return [rowOf(found, { better, reference })];
  });
}

function rowOf(found: Signal, pair: { better: Summary; reference: Summary }): Row {
  const { setup, sources, ratio } = found;
  const { scale, digits } = metricStyles[setup.metric];
  return {
    id: `${setup.id}-${found.better}`,
    heads: [setup.model, setup.data, labelOf(found.better).label],
    cells: [
      scoreCell("pretrained", pair.better),
      scoreCell("random", pair.reference),
      {
        column: "gain",
        value: found.difference * scale,
        text: signed(found.difference * scale, digits),
        extras: errorOf(found.standardError, scale, digits),
        sources,
      },
      ...(ratio === null
        ? []
        : [{ column: "ratio", value: ratio, text: fixed(ratio, 1), sources }]),
      verdictCell(found.verdict),
    ],
  };
}

function scoreCell(column: string, summary: Summary): TableCell {
  const { scale, digits } = metricStyles[summary.metric];
  return {
    column,
    value: summary.mean * scale,
    text: fixed(summary.mean * scale, digits),
    extras: errorOf(summary.standardError, scale, digits),
    sources: summary.sources,
  };
}

function errorOf(error: number | null, scale: number, digits: number) {
  if (error === null) return [];
  return [{
    name: "se" as const,
    value: error * scale,
    text: fixed(error * scale, digits),
    prefix: "±",
  }];
}

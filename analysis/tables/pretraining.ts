// Does pre-training pay off: the same adaptation from the pre-trained base and from a random one.
import { metricStyles } from "../metric.ts";
import {
  type Cell,
  methodsOf,
  type Setup,
  setupsOf,
  shownOf,
  summarize,
  type Summary,
} from "../results.ts";
import { compare, type Pair } from "../signal.ts";
import { Sourced } from "../sourced.ts";
import { fixed } from "./format.ts";
import { comparisonCells } from "./signal.ts";
import { extra, numberCell, type Row, type Table, type TableCell } from "./table.ts";

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
  const pretrained = methodsOf(scores, setup);
  const untrained = methodsOf(scores, { ...setup, model: random });
  return shownOf(pretrained).flatMap((better) => {
    const reference = untrained.get(better.method.id);
    return better && reference ? [rowOf(setup, { better, reference })] : [];
  });
}

function rowOf(setup: Setup, pair: Pair): Row {
  const method = pair.better.method;
  return {
    id: `${setup.id}-${method.id}`,
    heads: [setup.model, setup.data, method.label],
    cells: [
      scoreCell("pretrained", pair.better),
      scoreCell("random", pair.reference),
      ...comparisonCells("gain", setup.metric, Sourced.of((read) => compare(pair, read))),
    ],
  };
}

function scoreCell(column: string, { metric, mean, standardError }: Summary): TableCell {
  const { scale, digits } = metricStyles[metric];
  const text = (value: number) => fixed(value, digits);
  const shown = (of: Sourced<number>) => of.map((value) => value * scale);
  const extras = extra({ name: "se", prefix: "±" }, standardError && shown(standardError), text);
  return { ...numberCell(column, shown(mean), text), extras };
}

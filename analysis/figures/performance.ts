// Figure: every seed's score and the mean of each method, with the head alone as the line to beat.
import type { MethodCard } from "../../adapters/mod.ts";
import { isRanked } from "../methods.ts";
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
import type { Read } from "../sourced.ts";
import { axes, type Markish, type Panel, panels, Plot } from "./panels.ts";
import { type Figure, figureOf } from "./sheet.ts";
import { ink, series } from "./theme.ts";

const words = {
  exhibit: "figure_performance",
  title: "Scores, seed by seed",
  caption:
    "Crosses are seeds, symbols are means, bars one standard error. Methods whose bars overlap are not told apart by " +
    "this study. The dotted line is the head alone: what lies to its right, adaptation has gained (perplexity falls to the " +
    "right).",
};

/** From cells with a `score`; a control is drawn as a line over all rows. */
export function performanceFigure(cells: readonly Cell[]): Figure[] {
  const scores = summarize(cells, "score");
  return figureOf(scores, words, (read) => draw(scores, read));
}

function draw(scores: readonly Summary[], read: Read): string {
  const setups = setupsOf(scores).map((setup) => ({ setup, lines: linesOf(scores, setup, read) }));
  const most = Math.max(...setups.map(({ lines }) => lines.filter(hasRow).length));
  return panels({
    label: "Test score of every seed and the mean of every method, by model and data set",
    panels: setups.map(({ setup, lines }) => panelOf(setup, lines)),
    columns: 2,
    height: 60 + 25 * most,
    methods: [],
  });
}

/** One method as it is drawn, in the metric's unit. */
interface Line {
  method: MethodCard;
  mean: number;
  spread: number;
  points: readonly number[];
}

function linesOf(scores: readonly Summary[], setup: Setup, read: Read): Line[] {
  const { scale } = metricStyles[setup.metric];
  return shownOf(methodsOf(scores, setup)).map(({ method, mean, standardError, points }) => ({
    method,
    mean: read(mean) * scale,
    spread: (standardError ? read(standardError) : 0) * scale,
    points: points.map(({ value }) => read(value) * scale),
  }));
}

function hasRow({ method, mean }: Line): boolean {
  return isRanked(method) && Number.isFinite(mean);
}

function panelOf({ model, data, metric }: Setup, lines: readonly Line[]): Panel {
  const { label, lowerIsBetter } = metricStyles[metric];
  const head = lines.find(({ method }) => method.id === "head");
  const ranked = lines.filter(hasRow);
  return {
    title: `${model} / ${data}`,
    ...(head === undefined ? {} : { note: "dotted: head only ± s.e." }),
    options: {
      marginLeft: 78,
      marginBottom: 40,
      marginRight: 12,
      x: { nice: true, reverse: lowerIsBetter }, // better is to the right
      y: { type: "band", domain: ranked.map(({ method }) => method.label), label: null },
      marks: [
        ...(head === undefined ? [] : headMarks(head)),
        Plot.gridX({ stroke: ink.faint, strokeOpacity: 1, ticks: 6 }),
        ...axes({ label: `test ${label}`, ticks: 6 }, { label: null }).slice(2),
        ...ranked.flatMap(lineMarks),
      ],
    },
  };
}

function headMarks({ method, mean, spread }: Line): Markish[] {
  const { colour, dash } = series(method);
  return [
    Plot.rect([0], { x1: mean - spread, x2: mean + spread, fill: colour, fillOpacity: 0.14 }),
    Plot.ruleX([mean], { stroke: colour, strokeWidth: 1.6, strokeDasharray: dash }),
  ];
}

/** Seeds as ticks, ± one standard error as a bar, the mean as the method's symbol. */
function lineMarks({ method, mean, spread, points }: Line): Markish[] {
  const { colour, shape, hollow } = series(method);
  const y = method.label;
  const at = () => y;
  return [
    Plot.ruleY([y], {
      y: at,
      x1: mean - spread,
      x2: mean + spread,
      stroke: colour,
      strokeWidth: 1.6,
    }),
    Plot.dot(points, {
      x: (point: number) => point,
      y: at,
      symbol: "times",
      r: 3,
      stroke: colour,
      strokeOpacity: 0.65,
    }),
    Plot.dot([y], {
      x: () => mean,
      y: at,
      symbol: shape,
      r: 5,
      stroke: colour,
      fill: hollow ? ink.paper : colour,
    }),
  ];
}

// Figure: every seed's score and the mean of each method, with the head alone as the line to beat.
import { inPaperOrder, labelOf } from "../labels.ts";
import { metricStyles } from "../metric.ts";
import { methodsOf, type Setup, setupsOf, type Summary } from "../results.ts";
import { axes } from "./axes.ts";
import { type Panel, panels } from "./panels.ts";
import { type Markish, Plot } from "./plot.ts";
import { ink, series } from "./theme.ts";

/** The summaries of `score`; a control is drawn as a line over all rows. */
export function performanceFigure(scores: readonly Summary[]): string {
  const setups = setupsOf(scores);
  const most = Math.max(...setups.map((setup) => rankedOf(scores, setup).length));
  return panels({
    label: "Test score of every seed and the mean of every method, by model and data set",
    panels: setups.map((setup) => panelOf(setup, scores)),
    columns: 2,
    height: 60 + 25 * most,
    methods: [],
  });
}

function rankedOf(scores: readonly Summary[], setup: Setup): Summary[] {
  const methods = methodsOf(scores, setup);
  return inPaperOrder(methods.keys()).filter((id) => labelOf(id).family !== "control")
    .map((id) => methods.get(id) as Summary).filter(({ mean }) => Number.isFinite(mean));
}

function panelOf(setup: Setup, scores: readonly Summary[]): Panel {
  const { scale, label, lowerIsBetter } = metricStyles[setup.metric];
  const ranked = rankedOf(scores, setup);
  const head = methodsOf(scores, setup).get("head");
  const names = ranked.map(({ method }) => labelOf(method).label);
  return {
    title: `${setup.model} / ${setup.data}`,
    ...(head === undefined ? {} : { note: "dotted: head only ± s.e." }),
    options: {
      marginLeft: 78,
      marginBottom: 40,
      marginRight: 12,
      x: { nice: true, reverse: lowerIsBetter }, // better is to the right
      y: { type: "band", domain: names, label: null },
      marks: [
        ...(head === undefined ? [] : headMarks(head, scale)),
        Plot.gridX({ stroke: ink.faint, strokeOpacity: 1, ticks: 6 }),
        ...axes({ label: `test ${label}`, ticks: 6 }, { label: null }).slice(2),
        ...ranked.flatMap((summary) => rowOf(summary, scale)),
      ],
    },
  };
}

function headMarks({ mean, standardError }: Summary, scale: number): Markish[] {
  const spread = standardError ?? 0;
  const { colour, dash } = series("head");
  const [x1, x2] = [(mean - spread) * scale, (mean + spread) * scale];
  return [
    Plot.rect([0], { x1, x2, fill: colour, fillOpacity: 0.14 }),
    Plot.ruleX([mean * scale], { stroke: colour, strokeWidth: 1.6, strokeDasharray: dash }),
  ];
}

/** Seeds as ticks, ± one standard error as a bar, the mean as the method's symbol. */
function rowOf(summary: Summary, scale: number): Markish[] {
  const { colour, shape, hollow } = series(summary.method);
  const y = labelOf(summary.method).label;
  const at = () => y;
  const mean = summary.mean * scale;
  const spread = (summary.standardError ?? 0) * scale;
  return [
    Plot.ruleY([y], {
      y: at,
      x1: mean - spread,
      x2: mean + spread,
      stroke: colour,
      strokeWidth: 1.6,
    }),
    Plot.dot(summary.points, {
      x: (point: { value: number }) => point.value * scale,
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

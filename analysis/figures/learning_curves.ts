// Figure: loss and score over the epochs, mean over seeds; rows are measures, columns are models.
import type { MethodCard } from "../../adapters/mod.ts";
import { inPaperOrder } from "../methods.ts";
import { type Metric, metricStyles } from "../metric.ts";
import { bySetup } from "../results.ts";
import type { Sourced } from "../sourced.ts";
import { axes, type Panel, panels, Plot } from "./panels.ts";
import { type Figure, figureOf } from "./sheet.ts";
import { series } from "./theme.ts";

/** The metrics of one training run after each epoch (index 0 = before the first, if `train` kept it). */
export interface LearningCurve {
  model: string;
  data: string;
  method: MethodCard;
  seed: number;
  metric: Metric;
  /** The first loss that was far too large to mean anything, if there was one. */
  largeLoss: { step: number; loss: number } | null;
  epochs: readonly { epoch: number; trainLoss: number; validationLoss: number; score: number }[];
}

interface Measure {
  key: "trainLoss" | "validationLoss" | "score";
  label: string;
  scale: number;
}

function measuresOf(metric: Metric): Measure[] {
  const { label, scale } = metricStyles[metric];
  return [
    { key: "trainLoss", label: "train loss", scale: 1 },
    { key: "validationLoss", label: "validation loss", scale: 1 },
    { key: "score", label: `validation ${label}`, scale },
  ];
}

const words = {
  exhibit: "figure_learning_curves",
  title: "Learning curves",
  caption:
    "Mean over seeds after each epoch, train loss in evaluation mode. Curves that still fall at the end are " +
    "undertrained; a validation loss that turns up while the train loss falls is overfitting.",
};

/** Learning curves of every method. */
export function learningCurvesFigure(curves: readonly Sourced<LearningCurve>[]): Figure[] {
  return figureOf(curves, words, (read) => draw(curves.map(read)));
}

function draw(curves: readonly LearningCurve[]): string {
  const groups = bySetup(curves);
  return panels({
    label: "Training loss, validation loss and validation score over epochs, by method",
    panels: groups.flatMap((group) =>
      measuresOf(group[0].metric).map((measure) => panelOf(group, measure))
    ),
    columns: 3,
    height: 240,
    methods: curves.map(({ method }) => method),
    kind: "line",
  });
}

function panelOf(curves: LearningCurve[], measure: Measure): Panel {
  const { model, data } = curves[0] as LearningCurve;
  const methods = inPaperOrder(curves.map(({ method }) => method));
  return {
    title: measure.key === "trainLoss" ? `${model} / ${data}` : "",
    options: {
      marginLeft: 40,
      marginBottom: 36,
      y: { nice: true },
      marks: [
        ...axes({ label: "epoch", ticks: 5 }, { label: measure.label, ticks: 5 }),
        ...methods.map((method) =>
          lineOf(method, curves.filter((curve) => curve.method.id === method.id), measure)
        ),
      ],
    },
  };
}

function lineOf(method: MethodCard, curves: LearningCurve[], measure: Measure) {
  const { colour, dash } = series(method);
  return Plot.line(meanOf(curves, measure), {
    stroke: colour,
    strokeWidth: 1.6,
    ...(dash === "" ? {} : { strokeDasharray: dash }),
  });
}

/** Per epoch the mean over the seeds that reached it. */
function meanOf(curves: LearningCurve[], { key, scale }: Measure): [number, number][] {
  const epochs = Object.groupBy(curves.flatMap((curve) => curve.epochs), ({ epoch }) => epoch);
  return Object.values(epochs).map((points = []) => [
    points[0]?.epoch ?? NaN,
    scale * points.reduce((total, point) => total + point[key], 0) / points.length,
  ]);
}

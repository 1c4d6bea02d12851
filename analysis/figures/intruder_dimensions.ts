// Figure: intruder dimensions over the cosine threshold, one panel per base model, one curve per method.
import type { MethodCard } from "../../adapters/mod.ts";
import { bySetup } from "../results.ts";
import type { Sourced } from "../sourced.ts";
import { axes, type Panel, panels, Plot } from "./panels.ts";
import { type Figure, figureOf } from "./sheet.ts";
import { series } from "./theme.ts";

/** Mean counts per adapted matrix (over matrices and seeds); `vectors` is how many each matrix has. */
export interface IntruderCurve {
  model: string;
  data: string;
  method: MethodCard;
  thresholds: readonly number[];
  counts: readonly number[];
  vectors: number;
}

const words = {
  exhibit: "figure_intruder_dimensions",
  title: "Intruder dimensions",
  caption:
    "How many left singular vectors of W have |cosine| below ε with every one of W0, mean over adapted matrices and seeds. " +
    "A curve farther up left is an update that has turned more of the weight's directions. Dashed curves are chains.",
};

/** The paper's intruder figure. */
export function intruderFigure(curves: readonly Sourced<IntruderCurve>[]): Figure[] {
  return figureOf(curves, words, (read) => draw(curves.map(read)));
}

function draw(curves: readonly IntruderCurve[]): string {
  const groups = bySetup(curves);
  return panels({
    label: "Intruder dimensions per matrix over the cosine threshold, by method and base model",
    panels: groups.map(panelOf),
    columns: 2,
    height: 330,
    methods: curves.map(({ method }) => method),
    kind: "line",
  });
}

function panelOf(curves: IntruderCurve[]): Panel {
  const { model, data, vectors } = curves[0] as IntruderCurve;
  return {
    title: `${model} / ${data}`,
    note: `of ${vectors} singular vectors`,
    options: {
      marginLeft: 44,
      marginBottom: 40,
      x: { domain: [0, 1] },
      y: { domain: [0, vectors] },
      marks: [
        ...axes({ label: "cosine similarity threshold ε", ticks: 5 }, {
          label: "intruders per matrix",
          ticks: 5,
        }),
        ...curves.map(lineOf),
      ],
    },
  };
}

function lineOf({ method, thresholds, counts }: IntruderCurve) {
  const { colour, dash } = series(method);
  const points = thresholds.map((threshold, index) => [threshold, counts[index] ?? NaN]);
  return Plot.line(points as [number, number][], {
    stroke: colour,
    strokeWidth: 1.9,
    ...(dash === "" ? {} : { strokeDasharray: dash }),
  });
}

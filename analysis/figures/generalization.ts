// Figure: the bound of Table 1 against the measured generalization error, one panel per model and data set.
import type { MethodCard } from "../../adapters/mod.ts";
import { spearman } from "../measures/correlation.ts";
import { isRanked } from "../methods.ts";
import {
  type ByMethod,
  type Cell,
  methodsOf,
  rankedOf,
  type Setup,
  setupsOf,
  summarize,
  type Summary,
} from "../results.ts";
import type { Read } from "../sourced.ts";
import { fixed, scientific } from "../tables/format.ts";
import { axes, type Panel, panels, Plot } from "./panels.ts";
import { type Figure, figureOf } from "./sheet.ts";
import { ink, series } from "./theme.ts";

/** One method of a panel. */
interface Dot {
  method: MethodCard;
  bound: number;
  error: number;
  spread: number;
}

const words = {
  exhibit: "figure_generalization",
  title: "Bound against measurement",
  caption:
    "If the bounds told the order of the methods, the points would rise from left to right. Methods with the same bound " +
    "are set side by side; bars are one standard error.",
};

/** From cells with a `bound` and a `generalization`. */
export function generalizationFigure(cells: readonly Cell[]): Figure[] {
  const [bounds, errors] = [summarize(cells, "bound"), summarize(cells, "generalization")];
  return figureOf(bounds.length > 0 ? errors : [], words, (read) => draw(bounds, errors, read));
}

function draw(bounds: readonly Summary[], errors: readonly Summary[], read: Read): string {
  const dots = (setup: Setup) => dotsOf(methodsOf(bounds, setup), methodsOf(errors, setup), read);
  return panels({
    label: "Generalization bound against measured generalization error, by method",
    panels: setupsOf(bounds).map((setup) => panelOf(setup, dots(setup))),
    columns: 2,
    height: 320,
    methods: bounds.map(({ method }) => method).filter(isRanked),
    kind: "symbol",
  });
}

function dotsOf(bounds: ByMethod, errors: ByMethod, read: Read): Dot[] {
  return rankedOf(bounds).flatMap(({ method, mean }) => {
    const y = errors.get(method.id);
    if (!y || !Number.isFinite(read(y.mean))) return [];
    const spread = y.standardError ? read(y.standardError) : 0;
    return [{ method, bound: read(mean), error: read(y.mean), spread }];
  });
}

function panelOf(setup: Setup, dots: Dot[]): Panel {
  const order = spearman(dots.map(({ bound }) => bound), dots.map(({ error }) => error));
  return {
    title: `${setup.model} / ${setup.data}`,
    note: `rank correlation ${fixed(order, 2)}`,
    options: {
      marginLeft: 52,
      marginBottom: 40,
      x: { type: "log", domain: domainOf(dots) },
      y: { zero: true, nice: true },
      marks: [
        ...axes(
          {
            label: "bound of Table 1, without Φ(W0)",
            ticks: [...new Set(dots.map(({ bound }) => bound))],
            text: scientific,
          },
          { label: "measured G(W)", ticks: 5 },
        ),
        ...sideBySide(dots).flatMap(markOf),
      ],
    },
  };
}

/** The bounds with a margin of a quarter on each side. */
function domainOf(dots: readonly Dot[]): [number, number] {
  const values = dots.map(({ bound }) => bound);
  return [Math.min(...values) / 1.25, Math.max(...values) * 1.25];
}

/** Methods with one bound would hide each other: they are set side by side around it. */
function sideBySide(dots: readonly Dot[]): Dot[] {
  return dots.map((dot) => {
    const equal = dots.filter(({ bound }) => bound === dot.bound);
    const offset = equal.indexOf(dot) - (equal.length - 1) / 2;
    return { ...dot, bound: dot.bound * 1.03 ** offset };
  });
}

function markOf(dot: Dot) {
  const { colour, shape, hollow } = series(dot.method);
  const { bound: x, error: y, spread } = dot;
  return [
    Plot.ruleX([dot], { x, y1: y - spread, y2: y + spread, stroke: colour, strokeWidth: 1.2 }),
    Plot.dot([dot], {
      x,
      y,
      symbol: shape,
      r: 5,
      stroke: colour,
      fill: hollow ? ink.paper : colour,
    }),
  ];
}

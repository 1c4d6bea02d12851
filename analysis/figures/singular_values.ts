// Figure: the singular values of the update ΔW, one panel per base model, with those of W0 behind.
import type { MethodCard } from "../../adapters/mod.ts";
import { bySetup } from "../results.ts";
import type { Sourced } from "../sourced.ts";
import { axes, type Panel, panels, Plot } from "./panels.ts";
import { type Figure, figureOf } from "./sheet.ts";
import { ink, series } from "./theme.ts";

/** Falling singular values of ΔW, mean over matrices and seeds. */
export interface SpectrumCurve {
  model: string;
  data: string;
  method: MethodCard;
  values: readonly number[];
}

/** Falling singular values of W0 by model, mean over adapted matrices. */
export type BaseSpectra = Readonly<Record<string, Sourced<readonly number[]>>>;

/** What lies below this share of a panel's largest value is rounding of float32 weights, not drawn. */
const floor = 1e-5;

const words = {
  exhibit: "figure_singular_values",
  title: "Singular values of the update",
  caption:
    "Mean over adapted matrices and seeds. A curve ends in its symbol where the rank of the update ends: at r for a single " +
    "link, up to r times the links for a chain, nowhere for full fine-tuning.",
};

/** Spectra of ΔW on a logarithmic axis. */
export function singularValuesFigure(
  curves: readonly Sourced<SpectrumCurve>[],
  base: BaseSpectra,
): Figure[] {
  return figureOf(curves, words, (read) => {
    const values = Object.entries(base).map(([model, of]) => [model, read(of)] as const);
    return draw(curves.map(read), new Map(values));
  });
}

function draw(
  curves: readonly SpectrumCurve[],
  base: ReadonlyMap<string, readonly number[]>,
): string {
  const groups = bySetup(curves);
  return panels({
    label: "Singular values of the weight update by method and base model",
    panels: groups.map((group) => panelOf(group, base.get(group[0]?.model ?? "") ?? [])),
    columns: 2,
    height: 330,
    methods: curves.map(({ method }) => method),
    kind: "line",
  });
}

function panelOf(curves: SpectrumCurve[], base: readonly number[]): Panel {
  const { model, data } = curves[0] as SpectrumCurve;
  const peak = Math.max(0, ...curves.flatMap(({ values }) => values), ...base);
  const cut = peak * floor;
  const shown = (values: readonly number[]) =>
    values.map((value, index): [number, number] => [index + 1, value])
      .filter(([, value]) => value > cut);
  return {
    title: `${model} / ${data}`,
    ...(base.length === 0 ? {} : { note: "grey area: W0" }),
    options: {
      marginLeft: 52,
      marginBottom: 40,
      x: { type: "log" },
      y: { type: "log" },
      marks: [
        Plot.areaY(shown(base), { x: "0", y1: cut, y2: "1", fill: ink.faint, fillOpacity: 0.6 }),
        ...axes({ label: "index", ticks: doublings(curves), text: String }, {
          label: "singular value σ",
          ticks: 5,
          tickFormat: power,
        }),
        ...curves.flatMap((curve) => curveOf(curve.method, shown(curve.values))),
      ],
    },
  };
}

/** 1, 2, 4 … up to the longest spectrum: ranks are powers of two more often than of ten. */
function doublings(curves: readonly SpectrumCurve[]): number[] {
  const longest = Math.max(...curves.map(({ values }) => values.length));
  return Array.from({ length: Math.floor(Math.log2(longest)) + 1 }, (_, power) => 2 ** power);
}

/** "10⁻³" at powers of ten, nothing between. */
function power(value: number): string {
  const exponent = Math.log10(value);
  if (Math.abs(exponent - Math.round(exponent)) > 1e-9) return "";
  if (exponent === 0) return "1";
  const digits = String(Math.abs(Math.round(exponent)));
  const raised = [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${raised}`;
}

/** A line that ends in its symbol where the rank of the update ends. */
function curveOf(method: MethodCard, points: [number, number][]) {
  const { colour, dash, shape, hollow } = series(method);
  const dashes = dash === "" ? {} : { strokeDasharray: dash };
  return [
    Plot.line(points, { stroke: colour, strokeWidth: 1.9, ...dashes }),
    Plot.dot(points.slice(-1), {
      symbol: shape,
      r: 4,
      stroke: colour,
      fill: hollow ? ink.paper : colour,
    }),
  ];
}

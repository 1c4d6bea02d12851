// A synthetic study: numbers that look like results, for tests of tables, figures and the page only.
import {
  type Cell,
  generalizationBound,
  gridAxis,
  gridPoints,
  type IntruderCurve,
  intruderThresholds,
  type Landscape,
  type LearningCurve,
  Sourced,
  type SpectrumCurve,
} from "../../../analysis/mod.ts";
import { card } from "./card.ts";
import { stream } from "../../../random/mod.ts";

const methods = [
  "fft",
  "lora",
  "loraplus",
  "cola",
  "asym",
  "rac",
  "cla",
  "rcla",
  "c3la",
  "rc3la",
  "paca",
] as const;
const setups = [
  { model: "vit-mini", data: "digits", base: 0.86, head: 0.71, spread: 0.004, width: 64 },
  {
    model: "roberta-mini",
    data: "wordnet_supersenses",
    base: 0.36,
    head: 0.27,
    spread: 0.008,
    width: 96,
  },
  { model: "gpt2-mini", data: "records", base: 0.26, head: 0.2, spread: 0.005, width: 64 },
];
type Setup = (typeof setups)[number];
const gains: Record<string, number> = {
  fft: 0.1,
  lora: 0.05,
  loraplus: 0.06,
  cola: 0.055,
  asym: 0.035,
  rac: 0.04,
  cla: 0.037,
  rcla: 0.03,
  c3la: 0.045,
  rc3la: 0.041,
  paca: 0.036,
};

function cellOf(setup: Setup, method: string, seed: number, shift = 0): Cell {
  const draws = stream("demo", setup.model, method, seed, shift);
  const score = method === "head"
    ? setup.head + setup.spread * draws.normal()
    : setup.base + (gains[method] ?? 0) + setup.spread * draws.normal();
  const matrices = Array.from({ length: 8 }, () => ({ in: setup.width, out: setup.width }));
  const entry = card(method).bound;
  const bound = entry && generalizationBound(entry, {
    matrices,
    rank: 8,
    links: 4,
    bits: 32,
    sigma: 1,
    examples: 2500,
  });
  const adapter = bound && method !== "fft" ? bound.parameters / (isChained(method) ? 4 : 1) : 0;
  const generalization = 0.05 + (gains[method] ?? 0) * 0.8 + Math.abs(draws.normal()) * 0.01;
  const model = shift === 0 ? setup.model : `${setup.model}-random`;
  return {
    model,
    data: setup.data,
    method: card(method),
    seed,
    metric: metricOf(setup),
    values: sourcedAs(`evaluate:${model}/${setup.data}/${method}/seed=${seed}`, {
      score: shown(setup, score - shift),
      generalization,
      trained: method === "fft" ? 214533 : adapter + 645,
      adapter,
      ...(bound ? { bound: bound.bound, ...geometry(method, draws.uniform()) } : {}),
    }),
  };
}

/** All values as one node's. */
export function sourcedAs(node: string, values: Record<string, number>): Cell["values"] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, new Sourced(value, [node])]),
  );
}

/** Spectra for every method, sharpness for three. */
function geometry(method: string, noise: number): Record<string, number> {
  const rank = method === "fft" ? 64 : isChained(method) ? 32 : 8;
  return {
    updateSpectralNorm: 0.4 + noise / 10,
    updateFrobeniusNorm: 0.9 + noise / 5,
    effectiveRank: rank * 0.6 + noise,
    stableRank: rank * 0.3 + noise,
    numericalRank: rank,
    intrudersLeft: rank * 0.4 + noise,
    intrudersRight: rank * 0.3 + noise,
    ...(["lora", "cola", "cla"].includes(method)
      ? { hessianTrace: 4 + 9 * noise, meanIncrease: 1 + noise, maxIncrease: 5 + noise }
      : {}),
  };
}

function metricOf({ model }: { model: string }): "accuracy" | "perplexity" {
  return model.startsWith("gpt2") ? "perplexity" : "accuracy";
}

/** A perplexity falls as a share rises. */
function shown(of: { model: string }, share: number): number {
  return metricOf(of) === "accuracy" ? share : 100 * (1 - share);
}

function isChained(method: string): boolean {
  return ["cola", "rac", "c3la", "rc3la"].includes(method);
}

const seeds = [12, 22, 32];

/** The main cells, head-only among them. */
export const demoCells: readonly Cell[] = setups.flatMap((setup) =>
  [...methods, "head"].flatMap((method) => seeds.map((seed) => cellOf(setup, method, seed)))
);

/** The never pre-trained controls. */
export const demoControls: readonly Cell[] = setups.flatMap((setup) =>
  ["fft", "lora", "head"].flatMap((method) =>
    seeds.map((seed) => cellOf(setup, method, seed, 0.07))
  )
);

export const demoCurves: readonly LearningCurve[] = demoCells.map((cell) => {
  const { value: score = 0, sources = [] } = cell.values["score"]?.open() ?? {};
  const draws = stream("demo curve", ...sources);
  const share = cell.metric === "accuracy" ? score : 1 - score / 100;
  const final = 2.2 * (1 - share);
  const epochs = Array.from({ length: 9 }, (_, epoch) => {
    const progress = Math.exp(-epoch / 2);
    return {
      epoch,
      trainLoss: final * 0.8 + 1.4 * progress + 0.01 * draws.normal(),
      validationLoss: final + 1.3 * progress + 0.02 * draws.normal(),
      score: shown(cell, share * (1 - 0.8 * progress) + 0.004 * draws.normal()),
    };
  });
  const { model, data, method, seed, metric } = cell;
  return { model, data, method, seed, metric, epochs, largeLoss: null };
});

export const demoIntruders: readonly IntruderCurve[] = setups.flatMap(({ model, data, width }) =>
  methods.map((method, index) => ({
    model,
    data,
    method: card(method),
    vectors: width,
    thresholds: intruderThresholds,
    counts: intruderThresholds.map((threshold) =>
      threshold === 1 ? width : width * threshold ** (7 - index / 2)
    ),
  }))
);

export const demoSpectra: readonly SpectrumCurve[] = setups.flatMap(({ model, data, width }) =>
  methods.map((method, index) => {
    const rank = method === "fft" ? width : isChained(method) ? 32 : 8;
    return {
      model,
      data,
      method: card(method),
      values: Array.from(
        { length: width },
        (_, at) => at < rank ? (0.4 + index / 20) * Math.exp(-at / (3 + index)) : 1e-9,
      ),
    };
  })
);

export const demoBaseSpectra = Object.fromEntries(
  setups.map(({ model, width }) => [
    model,
    Array.from({ length: width }, (_, at) => 2.4 * (1 - at / (width + 1)) ** 1.5),
  ]),
);

function landscapeOf(setup: Setup, method: string, directions: "pca" | "random"): Landscape {
  const axis = gridAxis(11);
  const draws = stream("demo landscape", setup.model, method);
  const [steep, tilt] = [1 + 2 * draws.uniform(), draws.normal() * 0.7];
  const losses = gridPoints(axis, axis).map(({ x, y }) =>
    0.4 + steep * (x + tilt * y) ** 2 + 2.2 * y ** 2 + 0.25 * Math.sin(5 * x) ** 2 * y ** 2 +
    3 * Math.max(0, x) ** 3
  );
  const path = Array.from({ length: 9 }, (_, epoch) => {
    const left = Math.exp(-epoch / 2.2) - Math.exp(-8 / 2.2);
    return { x: -0.9 * left, y: 0.55 * left * Math.cos(epoch) };
  });
  return {
    model: setup.model,
    data: setup.data,
    method: card(method),
    epoch: 8,
    epochs: 8,
    score: "88.12",
    error: "4.21e-2",
    batches: 8,
    examples: 256,
    xs: axis,
    ys: axis,
    losses,
    ...(directions === "pca" ? { path, explained: [0.9, 0.05 * draws.uniform()] } : {}),
  };
}

export const demoLandscapes: readonly Landscape[] = [
  ...["fft", "lora", "rac", "cla", "c3la"].map((method) =>
    landscapeOf(setups[0] as Setup, method, "pca")
  ),
  ...["fft", "lora", "cola", "asym", "rc3la"].map((method) =>
    landscapeOf(setups[1] as Setup, method, "random")
  ),
];

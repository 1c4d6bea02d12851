// Table 1: the information-theoretic bound of each method on its generalization error.
//
// Every row is one rule (Xu & Raginsky 2017; Zhu et al. 2024): with P parameters ever trained, each
// stored in q bits, G(W0 + ΔW) ≤ Φ_W0 + √(2 q σ² ln2 · P / |N|). The entry given here leaves Φ_W0 out.

/** What P sums over the adapted matrices of shape out × in, before the rank and the links. */
type Sum = "in + out" | "out" | "in · out";

/** One row of Table 1. `derived`: the paper has no such row, the same rule gives it. */
export interface BoundRow {
  sum: Sum;
  chained: boolean;
  derived?: true;
  /** The entry, as the paper prints it. */
  formula: string;
}

const both: BoundRow = {
  sum: "in + out",
  chained: false,
  formula: "√(2 r q σ² ln2 · Σ(mᵢ+nᵢ) / |N|)",
};
const outOnly: BoundRow = { sum: "out", chained: false, formula: "√(2 r q σ² ln2 · Σnᵢ / |N|)" };
const bothChained: BoundRow = {
  sum: "in + out",
  chained: true,
  formula: "√(2 r q σ² k ln2 · Σ(mᵢ+nᵢ) / |N|)",
};
const outChained: BoundRow = {
  sum: "out",
  chained: true,
  formula: "√(2 r q σ² k ln2 · Σnᵢ / |N|)",
};
const everything: BoundRow = {
  sum: "in · out",
  chained: false,
  derived: true,
  formula: "√(2 q σ² ln2 · Σmᵢnᵢ / |N|)",
};

/** Table 1 by method; head-only training changes no adapted matrix and has no row. */
export const boundRows: Readonly<Record<string, BoundRow>> = {
  fft: everything,
  lora: both,
  loraplus: both,
  cola: bothChained,
  asym: outOnly,
  rac: outChained,
  cla: outOnly,
  rcla: outOnly,
  c3la: outChained,
  rc3la: outChained,
  paca: outOnly,
};

/** The symbols of Table 1. */
export interface BoundSetting {
  /** The adapted matrices only (q and v): `out` × `in`. */
  matrices: readonly { in: number; out: number }[];
  rank: number;
  /** k: links of the chain, a shorter last one included. */
  links: number;
  /** q: bits per stored weight. */
  bits: number;
  /** σ: the sub-Gaussian parameter of the loss. */
  sigma: number;
  /** |N|: fine-tuning examples. */
  examples: number;
}

/** P, and the entry of Table 1 that follows from it. */
export interface Bound {
  parameters: number;
  bound: number;
  derived: boolean;
}

/**
 * The entry of Table 1 for a method, without Φ_W0; `undefined` for a method that has none (`head`).
 * Numerically vacuous at 32 bits, in the paper too: only ratios between methods say something.
 */
export function generalizationBound(method: string, setting: BoundSetting): Bound | undefined {
  const row = boundRows[method];
  if (row === undefined) return undefined;
  const parameters = everTrained(row, setting);
  const { bits, sigma, examples } = setting;
  const bound = Math.sqrt(2 * bits * sigma ** 2 * Math.LN2 * parameters / examples);
  return { parameters, bound, derived: row.derived === true };
}

function everTrained(row: BoundRow, setting: BoundSetting): number {
  const dimensions = setting.matrices.reduce((total, shape) => total + sizes[row.sum](shape), 0);
  const rank = row.sum === "in · out" ? 1 : setting.rank;
  return (row.chained ? setting.links : 1) * rank * dimensions;
}

const sizes: Record<Sum, (shape: { in: number; out: number }) => number> = {
  "in + out": (shape) => shape.in + shape.out,
  "out": (shape) => shape.out,
  "in · out": (shape) => shape.in * shape.out,
};

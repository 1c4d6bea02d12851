// What theory allows: the bound of each method (Table 1), and how far an update can move the error (Theorem 1).
//
// Every row of Table 1 is one rule (Xu & Raginsky 2017; Zhu et al. 2024): with P parameters ever trained, each
// stored in q bits, G(W0 + ΔW) ≤ Φ_W0 + √(2 q σ² ln2 · P / |N|). The entry given here leaves Φ_W0 out.
//
// Theorem 1 is about f(x) = σ_L((W0_L + ΔW_L) … σ_1((W0_1 + ΔW_1) x)). Its printed statement sums over index words
// and has defects; this is the closed form that unrolling the recursion over layers gives (verified by
// enumeration, `tests/reference/analysis/bounds_vectors.json`).
import type { BoundEntry, Sum } from "../../adapters/mod.ts";

/** An entry as the paper prints it: m = in, n = out. */
export function entryText({ sum, chained }: BoundEntry): string {
  const { text, hasRank } = sums[sum];
  const links = chained ? " k" : "";
  return `√(2${hasRank ? " r" : ""} q σ²${links} ln2 · Σ${text} / |N|)`;
}

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
 * The entry of Table 1, without Φ_W0. Numerically vacuous at 32 bits, in the paper too: only ratios between
 * methods say something.
 */
export function generalizationBound(entry: BoundEntry, setting: BoundSetting): Bound {
  const parameters = everTrained(entry, setting);
  const { bits, sigma, examples } = setting;
  const bound = Math.sqrt(2 * bits * sigma ** 2 * Math.LN2 * parameters / examples);
  return { parameters, bound, derived: entry.derived };
}

function everTrained(
  { sum, chained }: BoundEntry,
  { matrices, rank, links }: BoundSetting,
): number {
  const { of, hasRank } = sums[sum];
  const dimensions = matrices.reduce((total, shape) => total + of(shape), 0);
  return (chained ? links : 1) * (hasRank ? rank : 1) * dimensions;
}

interface SumRule {
  readonly text: string;
  /** Whether each dimension counts r times. */
  readonly hasRank: boolean;
  of(shape: { readonly in: number; readonly out: number }): number;
}

const sums: Readonly<Record<Sum, SumRule>> = {
  "in + out": { text: "(mᵢ+nᵢ)", hasRank: true, of: (shape) => shape.in + shape.out },
  "out": { text: "nᵢ", hasRank: true, of: (shape) => shape.out },
  "in": { text: "mᵢ", hasRank: true, of: (shape) => shape.in },
  "in · out": { text: "mᵢnᵢ", hasRank: false, of: (shape) => shape.in * shape.out },
};

/** One layer: spectral norms of W0 and ΔW, the activation's Lipschitz constant and ‖σ(0)‖. */
export interface Theorem1Layer {
  base: number;
  update: number;
  lipschitz: number;
  offset: number;
}

/** The network, first layer first; ‖x‖ ≤ `inputNorm`; the loss is `lossLipschitz`-Lipschitz. */
export interface Theorem1Setting {
  layers: readonly Theorem1Layer[];
  inputNorm: number;
  lossLipschitz: number;
}

/**
 * G(W0 + ΔW) ≤ min(G(W0) + `phiUpdate`, G(ΔW) + `phiBase`), the paper's Φ_ΔW and Φ_W0. If σ(0) = 0 in every layer (ReLU, GELU,
 * tanh) only the first product counts.
 */
export function theorem1(setting: Theorem1Setting): { phiUpdate: number; phiBase: number } {
  return {
    phiUpdate: gap(setting, (layer) => layer.base),
    phiBase: gap(setting, (layer) => layer.update),
  };
}

/** 2 L_ℓ { C·[Π L(a+b) − Π L·kept] + Σ_t ‖σ_t(0)‖·[the same products over the layers after t] }. */
function gap(setting: Theorem1Setting, kept: (layer: Theorem1Layer) => number): number {
  const { layers, inputNorm, lossLipschitz } = setting;
  const after = (from: number) => difference(layers.slice(from), kept);
  const offsets = layers.reduce(
    (total, layer, index) => total + layer.offset * after(index + 1),
    0,
  );
  return 2 * lossLipschitz * (inputNorm * after(0) + offsets);
}

function difference(
  layers: readonly Theorem1Layer[],
  kept: (layer: Theorem1Layer) => number,
): number {
  const whole = layers.reduce((total, { base, update }) => total * (base + update), 1);
  const part = layers.reduce((total, layer) => total * kept(layer), 1);
  const lipschitz = layers.reduce((total, layer) => total * layer.lipschitz, 1);
  return lipschitz * (whole - part);
}

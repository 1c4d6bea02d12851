// Table 1: the information-theoretic bound of each method on its generalization error.
//
// Every row is one rule (Xu & Raginsky 2017; Zhu et al. 2024): with P parameters ever trained, each
// stored in q bits, G(W0 + ΔW) ≤ Φ_W0 + √(2 q σ² ln2 · P / |N|). The entry given here leaves Φ_W0 out.

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

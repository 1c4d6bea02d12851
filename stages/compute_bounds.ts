// compute_bounds: Table 1's entry and Theorem 1's terms for one cell, beside the error that was measured.
import type { BoundEntry } from "../adapters/mod.ts";
import { generalizationBound, theorem1 } from "../analysis/mod.ts";
import { defineStage } from "../pipeline/mod.ts";
import type { SpectrumDocument } from "./analyze_spectrum.ts";
import type { AdapterCard, DataCard } from "./cards.ts";
import type { Evaluation } from "./evaluate.ts";
import { readJson, writeJson } from "./json_file.ts";

/** Bits of a stored weight (float32) and the loss's sub-Gaussian parameter, as in the paper's own vectors. */
const bits = 32;
const sigma = 1;

/** `bounds.json`. */
export interface Bounds {
  /** Table 1 without Φ_W0; null for head-only training, which has no row. */
  readonly table1: { parameters: number; bound: number; derived: boolean } | null;
  /** Over the adapted matrices in order, taken as one chain of linear maps with C = L = 1 and σ(0) = 0. */
  readonly theorem1: { phiUpdate: number; phiBase: number };
  readonly generalizationError: number;
}

export interface ComputeBoundsParameters {
  /** The method's entry of Table 1. */
  readonly bound: BoundEntry | null;
}

/** Writes `bounds.json`: what theory allows, and what was measured. */
export const computeBounds = defineStage<ComputeBoundsParameters>({
  name: "compute_bounds",
  module: import.meta.url,
  environment: "pure",
  outputs: ["bounds.json"],
  async run({ parameters, inputs, output }) {
    const card = await readJson<AdapterCard>(inputs.adapter);
    const data = await readJson<DataCard>(inputs.data);
    const { generalizationError } = await readJson<Evaluation>(inputs.evaluation);
    const spectrum = await readJson<SpectrumDocument>(inputs.spectrum);
    const { adapted: matrices, rank, links } = card;
    // Rows, of a language model too: the tokens of one text are not drawn independently.
    const setting = { matrices, rank, links, bits, sigma, examples: data.counts.train };
    const table1 = parameters.bound && generalizationBound(parameters.bound, setting);
    const document: Bounds = { table1, theorem1: theorem1(chainOf(spectrum)), generalizationError };
    await writeJson(output("bounds.json"), document);
  },
});

/** A transformer is no such chain (docs/paper.md, Theorem 1); the numbers compare methods on one base model. */
function chainOf({ matrices }: SpectrumDocument) {
  const layers = matrices.map(({ base, update }) => ({
    base: base.spectralNorm,
    update: update?.spectralNorm ?? 0,
    lipschitz: 1,
    offset: 0,
  }));
  return { layers, inputNorm: 1, lossLipschitz: 1 };
}

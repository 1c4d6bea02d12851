// Theorem 1: how far an update ΔW can move the generalization error of a composed network.
//
// f(x) = σ_L((W0_L + ΔW_L) … σ_1((W0_1 + ΔW_1) x)). The printed statement sums over index words and has
// defects; this is the closed form that unrolling the recursion over layers gives (verified by
// enumeration, `tests/reference/analysis/bounds_vectors.json`).

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

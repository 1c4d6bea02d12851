// The weights of the modules that architectures are made of, by their hub names.
import type { Target, Weight } from "./model.ts";

/** Width in, width out, how the matrix is drawn, and whether there is a bias (there is, if unsaid). */
export interface LinearShape {
  readonly in: number;
  readonly out: number;
  readonly init: Weight["init"];
  readonly bias?: boolean;
}

/** `<module>.weight` [out, in] and `<module>.bias` [out]. */
export function linearWeights(module: string, shape: LinearShape): Weight[] {
  const weight: Weight = {
    name: `${module}.weight`,
    shape: [shape.out, shape.in],
    init: shape.init,
  };
  const bias: Weight = { name: `${module}.bias`, shape: [shape.out], init: "zeros" };
  return shape.bias === false ? [weight] : [weight, bias];
}

/** `<module>.weight` [width], ones, and `<module>.bias` [width], zeros. */
export function normWeights(module: string, width: number): Weight[] {
  return [
    { name: `${module}.weight`, shape: [width], init: "ones" },
    { name: `${module}.bias`, shape: [width], init: "zeros" },
  ];
}

/** 0 … count − 1, each through `make`, in one list. */
export function perLayer<T>(count: number, make: (layer: number) => readonly T[]): T[] {
  return Array.from({ length: count }, (_, layer) => make(layer)).flat();
}

/** The four square projections of one attention block, by the modules' names. */
export function attentionTargets(self: string, output: string, width: number): Target[] {
  const square = { in: width, out: width };
  return [
    { module: `${self}.query`, letter: "q", ...square },
    { module: `${self}.key`, letter: "k", ...square },
    { module: `${self}.value`, letter: "v", ...square },
    { module: output, letter: "o", ...square },
  ];
}

// The weights of the modules that architectures are made of, by their hub names.
import type { Architecture, Head, Target, TargetLetter, Weight } from "./model.ts";

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

/**
 * The hub's `Conv1D`, a linear map whose weight lies on its side: `<module>.weight` [in, out] and
 * `<module>.bias` [out]. `spread` is the factor of the weight's standard deviation.
 */
export function conv1dWeights(
  module: string,
  shape: readonly [number, number],
  spread = 1,
): Weight[] {
  return [
    { name: `${module}.weight`, shape, init: "normal", spread },
    { name: `${module}.bias`, shape: [shape[1]], init: "zeros" },
  ];
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
  const square = [width, width] as const;
  return [
    linearTarget(`${self}.query`, "q", square),
    linearTarget(`${self}.key`, "k", square),
    linearTarget(`${self}.value`, "v", square),
    linearTarget(output, "o", square),
  ];
}

/** A whole module as a target; its sizes are [in, out]. */
export function linearTarget(
  module: string,
  letter: TargetLetter,
  [width, out]: readonly [number, number],
): Target {
  return { name: module, module, letter, in: width, out };
}

/** A whole `Conv1D` as a target; its sizes are [in, out]. */
export function conv1dTarget(
  module: string,
  letter: TargetLetter,
  shape: readonly [number, number],
): Target {
  return { ...linearTarget(module, letter, shape), transposed: true };
}

/** A head that is drawn, trained and read out as a whole. */
export function wholeHead(names: readonly string[]): Head {
  return { own: names, trained: names, readout: names };
}

/** All weights of the usual task but those that are the task's own: what a checkpoint must have. */
export function backbone<C>(architecture: Architecture<C>, config: C): Weight[] {
  const task = architecture.usualTask;
  const own = new Set(architecture.head(config, task).own);
  return architecture.weights(config, task).filter(({ name }) => !own.has(name));
}

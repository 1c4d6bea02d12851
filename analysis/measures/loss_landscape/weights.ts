// Named weights as one long vector: what directions, paths and displacements are computed on.

/** Plain numbers of one tensor; the first axis is the output, whose rows filter normalisation scales. */
export interface Weight {
  shape: readonly number[];
  data: ArrayLike<number>;
}

/** A whole model, or a direction in the space of its weights; the order of names does not matter. */
export type Weights = Readonly<Record<string, Weight>>;

/** The same names and shapes with new data, computed tensor by tensor. */
export function mapWeights(
  weights: Weights,
  change: (weight: Weight, name: string) => ArrayLike<number>,
): Weights {
  const names = Object.keys(weights).sort();
  return Object.fromEntries(names.map((name) => {
    const weight = weights[name] as Weight;
    return [name, { shape: weight.shape, data: change(weight, name) }];
  }));
}

/** The tensor of that name; throws if it is missing or of another length. */
export function partner(weights: Weights, name: string, like: Weight): ArrayLike<number> {
  const found = weights[name];
  if (found?.data.length !== like.data.length) {
    throw new RangeError(`Cannot combine weights: "${name}" is missing or of another shape`);
  }
  return found.data;
}

/** Σ_i factors[i] · parts[i], in doubles. */
export function combine(parts: readonly Weights[], factors: readonly number[]): Weights {
  return mapWeights(parts[0] as Weights, (weight, name) => {
    const total = new Float64Array(weight.data.length);
    parts.forEach((part, index) =>
      addScaled(total, partner(part, name, weight), factors[index] as number)
    );
    return total;
  });
}

/** Σ over all tensors of a·b; names in sorted order, so that the sum is the same every time. */
export function innerProduct(a: Weights, b: Weights): number {
  return Object.keys(a).sort().reduce((total, name) => {
    const weight = a[name] as Weight;
    return total + dot(weight.data, partner(b, name, weight));
  }, 0);
}

function addScaled(total: Float64Array, values: ArrayLike<number>, factor: number): void {
  for (let index = 0; index < total.length; index++) {
    total[index] = (total[index] as number) + factor * (values[index] as number);
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) {
    total += (a[index] as number) * (b[index] as number);
  }
  return total;
}

// Correlations: Pearson's of values, and Spearman's of ranks, which asks only whether two orders agree.

/** In [−1, 1]; 0 where either side is constant, which leaves the coefficient undefined. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  const [deltaX, deltaY] = [centred(x), centred(y)];
  const scale = Math.sqrt(dot(deltaX, deltaX) * dot(deltaY, deltaY));
  return scale === 0 ? 0 : dot(deltaX, deltaY) / scale;
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((total, value, index) => total + value * (y[index] as number), 0);
}

/** In [−1, 1]; equal values share the mean of their ranks. */
export function spearman(x: readonly number[], y: readonly number[]): number {
  return pearson(ranks(x), ranks(y));
}

/** Ranks from 1, ties sharing their mean: `[3, 1, 1]` gives `[3, 1.5, 1.5]`. */
export function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

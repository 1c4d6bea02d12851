// Pearson's product-moment correlation, the score of regression tasks such as STS-B.

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

// Norms of a matrix, from its singular values.

/** ‖W‖_F: the root of the summed squares. */
export function frobeniusNorm(singularValues: ArrayLike<number>): number {
  return Math.sqrt(Array.from(singularValues).reduce((total, value) => total + value ** 2, 0));
}

/** ‖W‖₂: the largest singular value. */
export function spectralNorm(singularValues: ArrayLike<number>): number {
  return Math.max(0, ...Array.from(singularValues));
}

/** ‖W‖_*: the sum of the singular values. */
export function nuclearNorm(singularValues: ArrayLike<number>): number {
  return Array.from(singularValues).reduce((total, value) => total + value, 0);
}

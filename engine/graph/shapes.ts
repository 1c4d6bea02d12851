// Arithmetic on shapes and axes, as TensorFlow.js and ONNX both mean it.

/** The shape of two broadcast together. Throws if they do not fit. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const [x, y] = [fromRight(a, rank - index), fromRight(b, rank - index)];
    if (x !== y && x !== 1 && y !== 1) {
      throw new RangeError(`Cannot broadcast [${a}] with [${b}]`);
    }
    return x === 1 ? y : x;
  });
}

function fromRight(shape: readonly number[], place: number): number {
  return place > shape.length ? 1 : shape[shape.length - place] as number;
}

/** Whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, index) => extent === b[index]);
}

/** An axis counted from the front. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** Axes counted from the front, in order; none given means all of them. */
export function axesOf(
  axis: number | readonly number[] | null | undefined,
  rank: number,
): number[] {
  if (axis === null || axis === undefined) return Array.from({ length: rank }, (_, index) => index);
  return [axis].flat().map((one) => axisOf(one as number, rank)).sort((a, b) => a - b);
}

/** `shape` with one extent replaced. */
export function withExtent(shape: readonly number[], axis: number, extent: number): number[] {
  return shape.map((old, index) => index === axis ? extent : old);
}

/** `shape` without one axis. */
export function without(shape: readonly number[], axis: number): number[] {
  return shape.filter((_, index) => index !== axis);
}

/** `shape` with an extent put in before `axis`. */
export function insert(shape: readonly number[], axis: number, extent: number): number[] {
  return [...shape.slice(0, axis), extent, ...shape.slice(axis)];
}

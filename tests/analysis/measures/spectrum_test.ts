// The laws of singular values, norms, ranks and intruders; their values are in parity's case `spectral`.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  intruderDimensions,
  intruderThresholds,
  type Matrix,
  matrix,
  numericalRank,
  spectrum,
  subtract,
  type Svd,
  svd,
} from "../../../analysis/mod.ts";
import { stream } from "../../../random/mod.ts";
import { readMatrices } from "../support/reference.ts";

const matrices = readMatrices();

function named(name: string): Matrix {
  const found = matrices.get(name);
  assert.ok(found, name);
  return found;
}

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(),
});

function gaussian(rows: number, columns: number, seed: number): Matrix {
  const draws = stream("spectrum_test", seed);
  return matrix(rows, columns, Array.from({ length: rows * columns }, () => draws.normal()));
}

function rebuilt({ values, left, right }: Svd, of: Matrix): Matrix {
  const data = of.data.map((_, index) => {
    const [row, column] = [Math.floor(index / of.columns), index % of.columns];
    return values.reduce(
      (total, value, j) => total + value * entry(left, j, row) * entry(right, j, column),
      0,
    );
  });
  return { ...of, data };
}

function entry(vectors: readonly Float64Array[], vector: number, index: number): number {
  return (vectors[vector] as Float64Array)[index] as number;
}

Deno.test("svd() rebuilds its matrix, wide, square and tall", () => {
  fc.assert(fc.property(shape, ({ rows, columns, seed }) => {
    const of = gaussian(rows, columns, seed);
    const difference = subtract(rebuilt(svd(of), of), of);
    assert.ok(Math.max(...difference.data.map(Math.abs)) < 1e-12);
  }));
});

Deno.test("svd() turns every left vector so that its largest entry is positive", () => {
  fc.assert(fc.property(shape, ({ rows, columns, seed }) => {
    for (const vector of svd(gaussian(rows, columns, seed)).left) {
      assert.ok(Math.max(...vector) >= Math.max(...vector.map((value) => -value)) - 1e-15);
    }
  }));
});

Deno.test("svd() refuses a matrix that is not finite", () => {
  assert.throws(() => svd(matrix(1, 2, [1, NaN])), /entry 1 is NaN/);
});

Deno.test("every vector of a changed matrix is an intruder at ε = 1, none at ε = 0, counts rise", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [base, tuned] = [gaussian(9, 6, seed), gaussian(9, 6, seed + 1)];
      const { left, right, thresholds } = intruderDimensions(svd(base), svd(tuned));
      assert.deepEqual(thresholds, intruderThresholds);
      for (const counts of [left, right]) {
        assert.equal(counts[0], 0);
        assert.ok(counts.every((count, at) => at === 0 || count >= (counts[at - 1] as number)));
      }
      assert.equal(left.at(-1), 6);
    }),
    { numRuns: 30 },
  );
});

Deno.test("an unchanged matrix has no intruder at any threshold", () => {
  const same = svd(gaussian(8, 8, 1));
  const { left, right } = intruderDimensions(same, same);
  assert.deepEqual([...new Set([...left, ...right])], [0]);
});

Deno.test("spectrum() reads the rank of a float32 update through its rounding", () => {
  const of = named("sq.large.W");
  const delta = subtract(of, named("sq.large.W0"));
  assert.equal(spectrum(delta).numericalRank, 3);
  assert.ok(numericalRank(spectrum(delta).singularValues, [24, 24]) > 3);
});

Deno.test("the zero matrix has norm and rank 0", () => {
  const zero = spectrum(matrix(3, 2, [0, 0, 0, 0, 0, 0]));
  assert.deepEqual(
    [zero.spectralNorm, zero.effectiveRank, zero.stableRank, zero.numericalRank],
    [0, 0, 0, 0],
  );
});

Deno.test("svd() of a 96 × 96 matrix takes at most 60 ms once warm", () => {
  const of = gaussian(96, 96, 3);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    svd(of);
    return performance.now() - start;
  });
  assert.ok(Math.min(...times) <= 60, `${Math.min(...times)} ms`);
});

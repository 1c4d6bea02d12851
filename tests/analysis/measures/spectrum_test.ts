// Singular values, norms, ranks and intruders against numpy, and the laws they obey.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  effectiveRank,
  frobeniusNorm,
  intruderDimensions,
  intruderThresholds,
  type Matrix,
  matrix,
  nuclearNorm,
  numericalRank,
  participationRatio,
  singularValues,
  spectralNorm,
  spectrum,
  stableRank,
  subtract,
  type Svd,
  svd,
} from "../../../analysis/mod.ts";
import { stream } from "../../../random/mod.ts";
import { near } from "../support/near.ts";
import { readMatrices, readReference } from "../support/reference.ts";

interface Stats {
  "singular_values": number[];
  "spectral_norm": number;
  "frobenius_norm": number;
  "nuclear_norm": number;
  "stable_rank": number;
  "effective_rank_entropy_sigma": number;
  "effective_rank_entropy_sigma2": number;
  "participation_ratio": number;
  "numerical_rank": number;
}
interface Case {
  name: string;
  W0?: Stats;
  W: Stats;
  delta?: Stats;
  "max_abs_cosine_left": number[];
  "max_abs_cosine_right": number[];
  intruders: Record<string, Record<string, number>>;
}

const matrices = readMatrices();
const { cases } = readReference<{ cases: Case[] }>("spectral.json");
const pairs = cases.filter((each) => each.W0 !== undefined);

function named(name: string): Matrix {
  const found = matrices.get(name);
  assert.ok(found, name);
  return found;
}

function compare(of: Matrix, expected: Stats): void {
  const values = singularValues(of);
  const scale = expected.spectral_norm || 1;
  expected.singular_values.forEach((value, index) =>
    near((values[index] as number) / scale, value / scale, 1e-9, `σ ${index}`)
  );
  near(spectralNorm(values), expected.spectral_norm, 1e-9);
  near(frobeniusNorm(values), expected.frobenius_norm, 1e-9);
  near(nuclearNorm(values), expected.nuclear_norm, 1e-9);
  near(stableRank(values), expected.stable_rank, 1e-9);
  near(effectiveRank(values), expected.effective_rank_entropy_sigma, 1e-9);
  near(effectiveRank(values, 2), expected.effective_rank_entropy_sigma2, 1e-9);
  near(participationRatio(values), expected.participation_ratio, 1e-9);
  assert.equal(numericalRank(values, [of.rows, of.columns]), expected.numerical_rank);
}

for (const each of pairs) {
  Deno.test(`spectra of ${each.name} equal numpy's`, () => {
    const [base, tuned] = [named(`${each.name}.W0`), named(`${each.name}.W`)];
    compare(base, each.W0 as Stats);
    compare(tuned, each.W);
    compare(subtract(tuned, base), each.delta as Stats);
  });

  Deno.test(`intruderDimensions() of ${each.name} counts as the reference, on both sides`, () => {
    const [base, tuned] = [svd(named(`${each.name}.W0`)), svd(named(`${each.name}.W`))];
    const thresholds = Object.keys(each.intruders).map(Number);
    const { cosines } = intruderDimensions(base, tuned);
    each.max_abs_cosine_left.forEach((cosine, at) =>
      near(cosines.left[at] as number, cosine, 1e-7)
    );
    each.max_abs_cosine_right.forEach((cosine, at) =>
      near(cosines.right[at] as number, cosine, 1e-7)
    );
    for (const top of Object.keys(Object.values(each.intruders)[0] as object).map(Number)) {
      const found = intruderDimensions(base, tuned, { thresholds, top });
      const expected = Object.values(each.intruders).map((counts) => counts[top]);
      assert.deepEqual(found.left, expected);
    }
  });
}

Deno.test("spectra of a rank-one matrix equal numpy's", () => {
  compare(named("rank1.W"), cases.find((each) => each.name === "rank1")?.W as Stats);
});

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

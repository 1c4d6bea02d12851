// Spectra: singular values, what is read off them, and counts of intruder dimensions.
import { z } from "zod";
import {
  effectiveRank,
  frobeniusNorm,
  intruderDimensions,
  type Matrix,
  matrix,
  nuclearNorm,
  numericalRank,
  participationRatio,
  singularValues,
  spectralNorm,
  stableRank,
  subtract,
  svd,
} from "../../analysis/mod.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { type Compared, measure, measureSame, type Same } from "../measure.ts";
import { openTensors, readJson, type Tensors } from "../reference_file.ts";

const stats = z.object({ "singular_values": z.array(z.number()) }).catchall(z.number());
const factsSchema = z.object({
  cases: z.array(z.object({
    name: z.string(),
    W: stats,
    W0: stats.optional(),
    delta: stats.optional(),
    "max_abs_cosine_left": z.array(z.number()).default([]),
    "max_abs_cosine_right": z.array(z.number()).default([]),
    /** Threshold → how many of the largest vectors are looked at → count. */
    intruders: z.record(z.string(), z.record(z.string(), z.int())).default({}),
  })),
});

type Case = z.infer<typeof factsSchema>["cases"][number];
type Stats = z.infer<typeof stats>;

interface Found {
  readonly values: Compared[];
  readonly norms: Compared[];
  readonly intruders: Same[];
}

/** Each case of `facts` is about `<name>.W` in `tensors`, and `<name>.W0`, from which it came. */
export const spectrum: Kind = {
  async check(context: CaseContext): Promise<Check[]> {
    const { cases } = await readJson(context.file("facts"), factsSchema);
    const tensors = await openTensors(context.file("tensors"));
    const found: Found = { values: [], norms: [], intruders: [] };
    for (const each of cases) compareCase(each, tensors, found);
    const limit = (name: string) => ({ name, ...context.tolerance(name) });
    return [
      measure(limit("singular_values"), found.values),
      measure(limit("norms"), found.norms),
      measureSame(limit("intruders"), found.intruders),
    ];
  },
};

function compareCase(each: Case, tensors: Tensors, found: Found): void {
  const tuned = matrixOf(tensors, `${each.name}.W`);
  compareStats(tuned, { place: `${each.name}.W`, expected: each.W }, found);
  if (each.W0 === undefined) return;
  const base = matrixOf(tensors, `${each.name}.W0`);
  compareStats(base, { place: `${each.name}.W0`, expected: each.W0 }, found);
  if (each.delta !== undefined) {
    const place = { place: `${each.name}.delta`, expected: each.delta };
    compareStats(subtract(tuned, base), place, found);
  }
  compareIntruders(each, [base, tuned], found);
}

function matrixOf(tensors: Tensors, name: string): Matrix {
  const { shape: [rows = 0, columns = 0], data } = tensors.value(name);
  return matrix(rows, columns, data);
}

interface Expected {
  readonly place: string;
  readonly expected: Stats;
}

function compareStats(of: Matrix, { place, expected }: Expected, found: Found): void {
  const { singular_values: values, ...rest } = expected;
  const actual = singularValues(of);
  found.values.push({ place: `singular values of ${place}`, actual, expected: values });
  for (const [name, value] of Object.entries(rest)) {
    const compute = numbers[name];
    const computed = compute && [compute(actual, [of.rows, of.columns])];
    found.norms.push({ place: `${name} of ${place}`, actual: computed, expected: [value] });
  }
}

type Reading = (values: ArrayLike<number>, shape: readonly [number, number]) => number;

/** By the reference's names. */
const numbers: Readonly<Record<string, Reading>> = {
  "spectral_norm": spectralNorm,
  "frobenius_norm": frobeniusNorm,
  "nuclear_norm": nuclearNorm,
  "stable_rank": stableRank,
  "effective_rank_entropy_sigma": (values) => effectiveRank(values),
  "effective_rank_entropy_sigma2": (values) => effectiveRank(values, 2),
  "participation_ratio": participationRatio,
  "numerical_rank": (values, shape) => numericalRank(values, shape),
};

function compareIntruders(
  { name, intruders, ...cosines }: Case,
  [base, tuned]: readonly [Matrix, Matrix],
  found: Found,
): void {
  const [before, after] = [svd(base), svd(tuned)];
  const { left, right } = intruderDimensions(before, after).cosines;
  const { max_abs_cosine_left: onLeft, max_abs_cosine_right: onRight } = cosines;
  const place = (side: string) => `cosines of ${name} on the ${side}`;
  found.norms.push({ place: place("left"), actual: left, expected: onLeft });
  found.norms.push({ place: place("right"), actual: right, expected: onRight });
  for (const [threshold, counts] of Object.entries(intruders)) {
    for (const [top, expected] of Object.entries(counts)) {
      const options = { thresholds: [Number(threshold)], top: Number(top) };
      const [actual] = intruderDimensions(before, after, options).left;
      found.intruders.push({ place: `${name} at ${threshold} of ${top}`, actual, expected });
    }
  }
}

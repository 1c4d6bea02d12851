// Distances from a reference: the largest and the mean error, and where the largest one lies.
import { isDeepStrictEqual } from "node:util";
import type { Check, Tolerance } from "./kind.ts";

/** Something computed beside what it ought to be; either is undefined where one side lacks it. */
export interface Compared {
  /** Names the tensor, parameter or step, for people. */
  readonly place: string;
  readonly actual: ArrayLike<number> | undefined;
  readonly expected: ArrayLike<number> | undefined;
  /** What a relative error is divided by; by default the largest |expected| of this place that counts. */
  readonly scale?: number;
  /** Elements that count; all by default. */
  readonly counts?: (index: number) => boolean;
  /** How far rounding alone moves each element: taken off what is beyond the tolerance. Nothing by default. */
  readonly slack?: ArrayLike<number>;
}

/** Two values of any kind that ought to be equal. */
export interface Same {
  readonly place: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** What a check is called, and what it allows. */
export interface Limit extends Tolerance {
  readonly name: string;
}

interface Distance {
  readonly max: number;
  readonly total: number;
  readonly count: number;
  /** Elements beyond the tolerance. */
  readonly beyond: number;
  /** Those that would be, were it not for the slack. */
  readonly excused: number;
  readonly fault?: string;
}

/** The largest |value|; 0 of nothing, NaN where one is NaN. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let index = 0; index < values.length; index++) {
    const size = Math.abs(values[index] as number);
    if (Number.isNaN(size)) return NaN;
    most = Math.max(most, size);
  }
  return most;
}

/**
 * Measures all places of one check, which are given in the order of the computation: what fails names the
 * first place that is off, as all behind it may be off for that reason alone. A missing place, another
 * length and NaN are infinitely far.
 */
export function measure(limit: Limit, places: readonly Compared[]): Check {
  if (places.length === 0) return nothingCompared(limit);
  const found = places.map((each) => ({ place: each.place, ...distanceOf(each, limit) }));
  const worst = found.reduce((most, each) => each.max > most.max ? each : most);
  const count = found.reduce((sum, each) => sum + each.count, 0);
  const mean = found.reduce((sum, each) => sum + each.total, 0) / Math.max(1, count);
  const excused = found.reduce((sum, each) => sum + each.excused, 0);
  const { place, fault } = found.find((each) => each.beyond > 0) ?? worst;
  return {
    ...limitOf(limit),
    max: worst.max,
    mean,
    verdict: worst.max <= limit.max ? "pass" : "fail",
    ...(worst.max > 0 ? { place } : {}),
    ...(excused > 0 ? { undetermined: excused } : {}),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** How many elements are beyond the tolerance, of how many; one where a place cannot be compared at all. */
export function beyond(
  limit: Limit,
  places: readonly Compared[],
): { readonly count: number; readonly of: number } {
  const found = places.map((each) => distanceOf(each, limit));
  const sumOf = (key: "beyond" | "count") => found.reduce((sum, each) => sum + each[key], 0);
  return { count: sumOf("beyond"), of: sumOf("count") };
}

/** Measures things that are equal or not: 1 where one differs, and the share of those that do. */
export function measureSame(limit: Limit, places: readonly Same[]): Check {
  if (places.length === 0) return nothingCompared(limit);
  const different = places.filter(({ actual, expected }) => !isDeepStrictEqual(actual, expected));
  const [first] = different;
  return {
    ...limitOf(limit),
    max: different.length === 0 ? 0 : 1,
    mean: different.length / places.length,
    verdict: different.length === 0 ? "pass" : "fail",
    ...(first === undefined ? {} : { place: first.place, fault: `is ${told(first)}` }),
  };
}

/** A check that compared nothing has shown nothing. */
function nothingCompared(limit: Limit): Check {
  const fault = "compares nothing: the case holds no reference for it";
  return { ...limitOf(limit), max: Infinity, mean: Infinity, verdict: "fail", fault };
}

function limitOf({ name, max, as }: Limit): Pick<Check, "name" | "tolerance" | "as"> {
  return { name, tolerance: max, as };
}

function distanceOf(
  { actual, expected, scale, counts, slack }: Compared,
  { as, max }: Limit,
): Distance {
  const far = { max: Infinity, total: Infinity, count: 1, beyond: 1, excused: 0 };
  if (expected === undefined) return { ...far, fault: "is not in the reference" };
  if (actual === undefined) return { ...far, fault: "is missing" };
  if (actual.length !== expected.length) {
    return { ...far, fault: `has ${actual.length} elements, not ${expected.length}` };
  }
  const pair = { actual, expected, counts: counts ?? (() => true), slack: slack ?? [], limit: max };
  const unit = as === "relative" ? scale ?? largestThatCounts(pair) : 1;
  return summed(pair, unit);
}

interface Pair {
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  readonly slack: ArrayLike<number>;
  /** In the check's own unit. */
  readonly limit: number;
  counts(index: number): boolean;
}

function largestThatCounts({ expected, counts }: Pair): number {
  return largest(Array.from(expected).filter((_, index) => counts(index)));
}

/** A gap of nothing is nothing, even in units of nothing. */
function summed(pair: Pair, unit: number): Distance {
  const { actual, expected, counts, slack, limit } = pair;
  let [max, total, count, excused, beyond] = [0, 0, 0, 0, 0];
  for (let index = 0; index < expected.length; index++) {
    if (!counts(index)) continue;
    const gap = Math.abs((actual[index] as number) - (expected[index] as number));
    const whole = share(gap, unit);
    const error = whole <= limit ? whole : share(Math.max(0, gap - (slack[index] ?? 0)), unit);
    if (!Number.isFinite(whole)) return broken(pair, index);
    if (error > limit) beyond++;
    else if (whole > limit) excused++;
    max = Math.max(max, error);
    total += error;
    count++;
  }
  return { max, total, count, beyond, excused };
}

function share(gap: number, unit: number): number {
  return gap === 0 ? 0 : gap / unit;
}

/** An element that is infinitely far off: it, or what it is measured by, is no number, or ought to be 0. */
function broken({ actual, expected }: Pair, index: number): Distance {
  const fault = Number.isFinite(expected[index])
    ? `is ${actual[index]}, not ${expected[index]}`
    : `is ${expected[index]} in the reference`;
  return { max: Infinity, total: Infinity, count: 1, beyond: 1, excused: 0, fault };
}

function told({ actual, expected }: Same): string {
  return `${excerpt(actual)}, not ${excerpt(expected)}`;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

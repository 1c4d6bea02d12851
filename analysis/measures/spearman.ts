// Spearman's rank correlation: Pearson's, on ranks; asks only whether two orders agree.
import { pearson } from "./pearson.ts";

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

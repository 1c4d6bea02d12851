// How many steps a share of a training's steps is: the libraries disagree, and none is exact.
import { shareOf } from "../../decimal/mod.ts";

/** Steps of the warm-up, by what rounds: `ratio` of `total`, each a whole number from 0 to `total`. */
export const warmupSteps = {
  /** On the decimal as written: 29 for 0.29 of 100, 7 for 0.07 of 100. */
  down: (ratio: number, total: number) => shareOf(ratio, total, "down"),
  /** The paper's `int(ratio * total)` of doubles (docs/paper.md, Recipes): 28 and 7. */
  paper: (ratio: number, total: number) => Math.trunc(ratio * total),
  /** `get_warmup_steps` of transformers, `ceil(total * ratio)` of doubles: 29 and 8. */
  transformers: (ratio: number, total: number) => Math.ceil(total * ratio),
} as const;

/** What rounds. */
export type Rounding = keyof typeof warmupSteps;

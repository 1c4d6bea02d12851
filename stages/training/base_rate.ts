// The base learning rate at each step of a cell: its schedule, which a chain may freeze.
import { schedule } from "../../engine/run.ts";
import { shareOf } from "../../decimal/mod.ts";

export interface RateParameters {
  readonly epochs: number;
  readonly rate: number;
  readonly schedule: "linear" | "cosine" | "constant";
  readonly warmupRatio: number;
  /** How the share of warm-up steps becomes a number; `down`, if unsaid. */
  readonly rounding?: Rounding;
  readonly minRate: number;
  readonly chainEvery: number;
  /** `freeze`: from the second link on the rate stays what it was at the end of the first. */
  readonly chainSchedule: "go-on" | "freeze";
}

/** What a cell makes of its parameters: a method without a chain has one link. */
export interface Pace {
  readonly stepsPerEpoch: number;
  readonly links: number;
}

/** Base rate at a global step, 0 for the first; only a chain's schedule freezes. */
export function baseRate(
  parameters: RateParameters,
  { stepsPerEpoch, links }: Pace,
): (step: number) => number {
  const { epochs, warmupRatio, minRate, rate: base } = parameters;
  const total = epochs * stepsPerEpoch;
  const warmup = warmupSteps[parameters.rounding ?? "down"](warmupRatio, total);
  const rate = schedule(parameters.schedule, { total, warmup, minRate, base });
  if (parameters.chainSchedule === "go-on" || links === 1) return rate;
  return (step) => rate(Math.min(step, parameters.chainEvery * stepsPerEpoch - 1));
}

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

// The base learning rate at each step of a cell: its schedule, which a chain may freeze.
import { schedule } from "../../engine/run.ts";
import { type Rounding, warmupSteps } from "./warmup_steps.ts";

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

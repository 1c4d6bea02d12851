// Learning rates over the steps of a training, as transformers' schedules give them.

/** The shapes of decay. */
export type ScheduleKind = "linear" | "cosine" | "constant";

/** What a schedule is fitted to. */
export interface ScheduleOptions {
  /** Steps of the whole training. */
  readonly total: number;
  /** Steps of linear growth from 0. */
  readonly warmup: number;
  /** The rate at the end; the warm-up may lie under it. */
  readonly minRate: number;
  /** The rate at the top. */
  readonly base: number;
}

/**
 * The rate of each step, counted from 0. Source: transformers' optimization.py,
 * get_{linear,cosine,constant}_schedule_with_warmup; with a floor, get_polynomial_decay_schedule
 * (power 1) and get_cosine_with_min_lr_schedule.
 */
export function schedule(kind: ScheduleKind, options: ScheduleOptions): (step: number) => number {
  const { total, warmup, minRate, base } = options;
  const share = shares[kind];
  const floor = kind === "constant" ? 0 : minRate;
  return (step) => {
    if (step < warmup) return base * (step / Math.max(1, warmup));
    const progress = (step - warmup) / Math.max(1, total - warmup);
    return floor + (base - floor) * share(progress);
  };
}

/** The share of the way from floor to base that is left, by progress after the warm-up. */
const shares: Readonly<Record<ScheduleKind, (progress: number) => number>> = {
  linear: (progress) => Math.max(0, 1 - progress),
  cosine: (progress) => Math.max(0, (1 + Math.cos(Math.PI * progress)) / 2),
  constant: () => 1,
};

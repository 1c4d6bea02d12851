// Learning rates over the steps of a training, as transformers' schedules give them.

/** The shapes of decay; cosine restarts jump back to the top. */
export type ScheduleKind = "linear" | "polynomial" | "cosine" | "cosine_restarts" | "constant";

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
  /** Share of the top at the first step of the warm-up; 0, if unsaid. */
  readonly start?: number;
  /** Of the polynomial; 1, if unsaid. */
  readonly power?: number;
  /** Waves of the cosine: half a one if unsaid, or one restart's. */
  readonly cycles?: number;
}

/**
 * The rate of each step, counted from 0. Source: transformers' optimization.py,
 * get_{linear,cosine,constant,cosine_with_hard_restarts}_schedule_with_warmup; with a floor,
 * get_polynomial_decay_schedule (linear: power 1) and get_cosine_with_min_lr_schedule. A cosine with
 * `start` is torch's LinearLR followed by CosineAnnealingLR.
 */
export function schedule(kind: ScheduleKind, options: ScheduleOptions): (step: number) => number {
  const { total, warmup, minRate, base, start = 0 } = options;
  const share = shares[kind](options);
  const floor = kind === "constant" ? 0 : minRate;
  return (step) => {
    if (step < warmup) return base * (start + (1 - start) * (step / Math.max(1, warmup)));
    const progress = (step - warmup) / Math.max(1, total - warmup);
    return floor + (base - floor) * share(progress);
  };
}

/** The share of the way from floor to base that is left, by progress after the warm-up. */
type Share = (progress: number) => number;

const shares: Readonly<Record<ScheduleKind, (options: ScheduleOptions) => Share>> = {
  linear: () => (progress) => Math.max(0, 1 - progress),
  polynomial: ({ power = 1 }) => (progress) => Math.max(0, 1 - progress) ** power,
  cosine: ({ cycles = 0.5 }) => (progress) => wave(2 * cycles * progress),
  "cosine_restarts": ({ cycles = 1 }) => (progress) =>
    progress >= 1 ? 0 : wave((cycles * progress) % 1),
  constant: () => () => 1,
};

/** 1 at 0 and at every even number, 0 at every odd one. */
function wave(halves: number): number {
  return Math.max(0, (1 + Math.cos(Math.PI * halves)) / 2);
}

// One signal for all that can stop a run: the caller, its time limit, its end.

// setTimeout takes no more (24 days), and a longer one would ring at once.
const longestTimer = 2 ** 31 - 1;

/** Stops a run. */
export interface Stopper {
  readonly signal: AbortSignal;
  /** Whether it was stopped before its end. */
  stopped(): boolean;
  /** Forgets the timer; whatever is left of the run is stopped. */
  end(): void;
}

/** What may stop a run from outside. */
export interface StopperOptions {
  readonly signal?: AbortSignal;
  readonly maxTimeMs?: number;
}

/** A stopper that hears the given signal and minds the given time. */
export function makeStopper({ signal, maxTimeMs }: StopperOptions): Stopper {
  const controller = new AbortController();
  let stopped = false;
  const stop = () => {
    stopped = true;
    controller.abort();
  };
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  const timer = maxTimeMs === undefined
    ? undefined
    : setTimeout(stop, Math.min(maxTimeMs, longestTimer));
  return {
    signal: controller.signal,
    stopped: () => stopped,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      controller.abort();
    },
  };
}

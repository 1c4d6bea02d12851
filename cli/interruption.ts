// How a run is stopped from outside: SIGINT, SIGTERM, or a limit of time.
import { exitCode } from "./ending.ts";

export interface Interruption {
  readonly signal: AbortSignal;
  /** Takes the listeners and timers away again. */
  release(): void;
}

/** A timer takes 31 bits of milliseconds, 24 days; a longer one would ring at once. */
const longestTimer = 2 ** 31 - 1;

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Aborts at the first signal or when `maxTimeMs` are over. A run has `graceMs` to end by itself, then the
 * process ends with code 130: workers watch their input and go with it. A second signal ends it at once.
 */
export function watchInterruption(maxTimeMs: number | undefined, graceMs = 800): Interruption {
  const controller = new AbortController();
  const timers: ReturnType<typeof setTimeout>[] = [];
  const leave = () => Deno.exit(exitCode.interrupted);
  const stop = () => {
    if (controller.signal.aborted) leave();
    timers.push(setTimeout(leave, graceMs));
    controller.abort();
  };
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  if (maxTimeMs !== undefined) timers.push(setTimeout(stop, Math.min(maxTimeMs, longestTimer)));
  const release = () => {
    for (const timer of timers) clearTimeout(timer);
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
  };
  return { signal: controller.signal, release };
}

// How a command is stopped from outside: a signal, or a limit of time.

/** What may stop a command, and how much time it then has. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** What is under way has this long to come to its own end; without it, a stop is the end. */
  grace(milliseconds: number): void;
  /** Stops as a signal would, when the time is over. */
  stopAfter(milliseconds: number): void;
}

/** For programs and tests that call commands themselves: no signal is heard. */
export const neverInterrupted: Interruption = {
  signal: new AbortController().signal,
  grace: () => {},
  stopAfter: () => {},
};

/** An interruption that can be heard no more once it is released. */
export interface Watch extends Interruption {
  release(): void;
}

/** A timer takes 31 bits of milliseconds, 24 days; a longer one would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** What a run has to tell its last words in: somebody who waits for a second must not wait longer. */
export const runGraceMs = 400;

/** The same as in the table of endings, which needs this file. */
const interruptedCode = 130;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Aborts at the first signal. The command has its grace to end by itself, then the process ends with code 130:
 * workers watch their input and go with it. A second signal ends it at once.
 */
export function watchInterruption(): Watch {
  const controller = new AbortController();
  const timers: ReturnType<typeof setTimeout>[] = [];
  let graceMs = 0;
  const leave = () => Deno.exit(interruptedCode);
  const stop = () => {
    if (controller.signal.aborted) leave();
    timers.push(setTimeout(leave, graceMs));
    controller.abort();
  };
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return {
    signal: controller.signal,
    grace: (milliseconds) => graceMs = milliseconds,
    stopAfter: (milliseconds) =>
      void timers.push(setTimeout(stop, Math.min(milliseconds, longestTimer))),
    release() {
      for (const timer of timers) clearTimeout(timer);
      for (const signal of signals) Deno.removeSignalListener(signal, stop);
    },
  };
}

/** Ctrl-C goes to the whole group of processes: one that we started may end of it before we have heard. */
export async function isInterruptedSoon({ signal }: Interruption): Promise<boolean> {
  if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 150));
  return signal.aborted;
}

/** Starts the thread that ends the process when the main thread is too busy to hear that it should. */
export function startGuard(): void {
  const guard = new Worker(new URL("./guard.ts", import.meta.url), { type: "module" });
  // Where there is no such C library, signals are heard when the main thread has time.
  guard.onerror = (event) => event.preventDefault();
}

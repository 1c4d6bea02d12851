// Lets signals and timers through while much is done that never waits: thousands of fresh nodes, a large plan.

/** Starts some work, after a turn of the event loop where one is due. */
export type InTurns = <T>(work: () => T | Promise<T>) => Promise<T>;

/** Those who share an `InTurns` keep the event loop waiting for `everyMs` together, and for one piece of work more. */
export function makeTurns(everyMs = 30): InTurns {
  let since = performance.now();
  let turn: Promise<void> | undefined;
  const takeTurn = () =>
    new Promise<void>((resolve) => {
      setTimeout(() => {
        since = performance.now();
        turn = undefined;
        resolve();
      }, 0);
    });
  return async (work) => {
    // Also at once for the first: thousands may ask in one go, and are to look at the clock one by one.
    await undefined;
    while (performance.now() - since > everyMs) await (turn ??= takeTurn());
    return work();
  };
}

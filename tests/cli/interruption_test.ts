// Tests of cli/interruption.ts.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { watchInterruption } from "../../cli/interruption.ts";

function watched(limitMs: number) {
  const watch = watchInterruption();
  watch.grace(60_000);
  watch.stopAfter(limitMs);
  return watch;
}

Deno.test("a limit of more days than a timer can take does not ring at once", async () => {
  const { signal, release } = watched(1000 * 3_600_000);
  await wait(20);
  release();
  assert.equal(signal.aborted, false);
});

Deno.test("a limit that is over stops the run", async () => {
  const { signal, release } = watched(5);
  await wait(50);
  release();
  assert.equal(signal.aborted, true);
});

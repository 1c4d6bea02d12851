// Tests of cli/interruption.ts.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { watchInterruption } from "../../cli/interruption.ts";

Deno.test("a limit of more days than a timer can take does not ring at once", async () => {
  const { signal, release } = watchInterruption(1000 * 3_600_000, 60_000);
  await wait(20);
  release();
  assert.equal(signal.aborted, false);
});

Deno.test("a limit that is over stops the run", async () => {
  const { signal, release } = watchInterruption(5, 60_000);
  await wait(50);
  release();
  assert.equal(signal.aborted, true);
});

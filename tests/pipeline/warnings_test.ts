// What a stage wants the user to hear is heard when it runs, and again when its node is fresh.
import assert from "node:assert/strict";
import { type Told, withRig } from "../support/pipeline_rig.ts";

const nodes = [{ name: "w", stage: "misbehave", parameters: { way: "warn" } }];

function warningsOf({ events }: Told) {
  return events.filter((event) => event.event === "warning");
}

Deno.test("a warning is told once, counted, and repeated while its node is fresh", async () => {
  await withRig(async (rig) => {
    const message = "The sea is 1e9 wide";
    const warning = { event: "warning", node: "w", stage: "misbehave", message };
    for (const outcome of ["ran", "fresh"]) {
      const told = await rig.run(nodes);
      assert.deepEqual(told.outcomes, { w: outcome });
      assert.deepEqual(warningsOf(told), [warning]);
      assert.equal(told.summary.warnings, 1);
    }
  });
});

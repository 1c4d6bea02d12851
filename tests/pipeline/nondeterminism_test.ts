// One key, two results: stored side by side, told, and settled the same way by every later run.
import assert from "node:assert/strict";
import { type FakeNode, withRig } from "../support/pipeline_rig.ts";

const nodes: FakeNode[] = [
  { name: "dice", stage: "misbehave", parameters: { way: "dice" } },
  { name: "gather", stage: "gather", inputs: { dice: "dice#out.txt" } },
];

Deno.test("a rerun that gives other bytes is told, and both results are kept", async () => {
  await withRig(async (rig) => {
    const first = await rig.run(nodes);
    assert.equal(first.events.some(({ event }) => event === "nondeterministic"), false);
    const again = await rig.run(nodes, { only: new Set(["dice"]), force: true });
    const told = again.events.find(({ event }) => event === "nondeterministic");
    assert.ok(told?.event === "nondeterministic");
    assert.deepEqual([told.node, told.records, told.files], ["dice", 2, ["out.txt"]]);
    assert.equal(rig.context.store.records("misbehave", told.key).length, 2);
  });
});

Deno.test("after it every run goes by the same one of the results, and runs nothing", async () => {
  await withRig(async (rig) => {
    await rig.run(nodes);
    const forced = await rig.run(nodes, { force: true });
    const later = await rig.run(nodes);
    assert.deepEqual(later.outcomes, { dice: "fresh", gather: "fresh" });
    const outputs = [forced, later].map(({ summary }) => summary.outcomes.get("dice")?.outputs);
    assert.deepEqual(outputs[0], outputs[1]);
    const [planned] = await rig.plan(nodes);
    assert.match(planned?.reason ?? "", /; 2 runs of it gave different bytes$/);
  });
});

Deno.test("a forced rerun that gives equal bytes is no news", async () => {
  await withRig(async (rig) => {
    const calm = [{ name: "calm", stage: "misbehave", parameters: { way: "noise" } }];
    await rig.run(calm);
    const { events } = await rig.run(calm, { force: true });
    assert.equal(events.some(({ event }) => event === "nondeterministic"), false);
    assert.deepEqual((await rig.run(calm)).outcomes, { calm: "fresh" });
  });
});

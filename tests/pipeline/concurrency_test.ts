// Two runs at once on one store share the work through leases.
import assert from "node:assert/strict";
import { startFakeRun } from "../support/fake_run_process.ts";
import { type FakeNode, withRig } from "../support/pipeline_rig.ts";

const nodes: FakeNode[] = [1, 2, 3, 4].map((i) => (
  { name: `climb:${i}`, stage: "climb", parameters: { steps: 10, stepMs: 30 + i } }
));

Deno.test("a second run waits for what the first has begun, and finds it fresh", async () => {
  await withRig(async (rig) => {
    const one = nodes.slice(0, 1);
    const first = startFakeRun(rig, one);
    await first.until(({ event }) => event === "node_progress");
    const second = await rig.run(one);
    assert.deepEqual(second.outcomes, { "climb:1": "fresh" });
    assert.equal(second.events.filter(({ event }) => event === "waiting_for_lease").length, 1);
    assert.equal((await first.end()).code, 0);
  });
});

Deno.test("two runs share the nodes: each runs once, and none fails", async () => {
  await withRig(async (rig) => {
    const first = startFakeRun(rig, nodes, { jobs: 1 });
    await first.until(({ event }) => event === "node_started");
    const second = await rig.run(nodes, { jobs: 1 });
    const last = await first.until(({ event }) => event === "run_finished");
    await first.end();
    assert.ok(last?.event === "run_finished");
    assert.equal(last.ran + second.summary.ran, nodes.length);
    assert.ok(last.ran > 0 && second.summary.ran > 0, "one of them did all the work");
    assert.equal(last.failed + second.summary.failed, 0);
  });
});

Deno.test("a run that waits goes on itself when the other is killed", async () => {
  await withRig(async (rig) => {
    const one = [{ name: "climb", stage: "climb", parameters: { steps: 40, stepMs: 50 } }];
    const first = startFakeRun(rig, one);
    await first.until((event) => event.event === "node_progress" && event.step > 2);
    const waiting = rig.run(one);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.kill("SIGKILL");
    await first.end();
    assert.deepEqual((await waiting).outcomes, { climb: "ran" });
  });
});

Deno.test("no more workers run at once than jobs", async () => {
  await withRig(async (rig) => {
    const { events } = await rig.run(nodes, { jobs: 2 });
    let [now, most] = [0, 0];
    for (const { event } of events) {
      if (event === "node_started") most = Math.max(most, ++now);
      if (event === "node_finished") now--;
    }
    assert.equal(most, 2);
  });
});

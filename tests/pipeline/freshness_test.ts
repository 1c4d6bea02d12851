// When a node runs and when it does not: real runs of a little study, in real worker processes.
import assert from "node:assert/strict";
import { join } from "node:path";
import { plan } from "../../pipeline/mod.ts";
import { allFresh, allRan, littleStudy } from "../support/little_study.ts";
import { openRig, withRig } from "../support/pipeline_rig.ts";

Deno.test("a second run runs nothing, in another process too", async () => {
  await withRig(async (rig) => {
    const first = await rig.run(littleStudy());
    assert.deepEqual(first.outcomes, allRan);
    assert.equal(rig.read(first, "gather", "all.txt"), "YOU!\n3");
    const second = await openRig(rig.root).run(littleStudy());
    assert.deepEqual(second.outcomes, allFresh);
    assert.equal(rig.read(second, "gather", "deep/count.txt"), "2");
  });
});

Deno.test("a rerun that gives equal bytes stops there: nothing behind it runs", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy("hi"));
    const { outcomes } = await rig.run(littleStudy("ho"));
    assert.deepEqual(outcomes, { ...allFresh, "say:a": "ran", "measure:a": "ran" });
  });
});

Deno.test("a parameter set back finds its old records", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy("hi"));
    await rig.run(littleStudy("hello"));
    assert.deepEqual((await rig.run(littleStudy("hi"))).outcomes, allFresh);
  });
});

Deno.test("an edit of code runs its users, and equal bytes stop what follows", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    rig.edit("stages/shout.ts", "// What", "// Everything that");
    assert.deepEqual((await rig.run(littleStudy())).outcomes, allFresh);
    rig.edit("stages/shout.ts", "text.toUpperCase()", "text.slice().toUpperCase()");
    const { outcomes } = await rig.run(littleStudy());
    assert.deepEqual(outcomes, { ...allFresh, "say:a": "ran", "say:b": "ran" });
  });
});

Deno.test("another engine runs the stages of class engine, and no pure ones", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    const environments = { pure: {}, engine: { engine: "fake 2" }, strict: {} };
    const graph = await rig.graph(littleStudy());
    const planned = await plan(graph, { ...rig.context, environments });
    const states = planned.map(({ node, state }) => [node, state]);
    assert.deepEqual(Object.fromEntries(states), {
      "say:a": "fresh",
      "say:b": "fresh",
      "measure:a": "to_run",
      gather: "waits",
    });
  });
});

Deno.test("force runs the named nodes alone, and the rest as usual", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    const only = new Set(["measure:a"]);
    const { outcomes } = await rig.run(littleStudy(), { only, force: true });
    assert.deepEqual(outcomes, { "say:a": "fresh", "measure:a": "ran" });
    assert.deepEqual((await rig.run(littleStudy(), { force: true })).outcomes, allRan);
  });
});

Deno.test("only runs the named nodes and what they need", async () => {
  await withRig(async (rig) => {
    const { outcomes } = await rig.run(littleStudy(), { only: new Set(["measure:a"]) });
    assert.deepEqual(outcomes, { "say:a": "ran", "measure:a": "ran" });
  });
});

Deno.test("two nodes with one key run once", async () => {
  await withRig(async (rig) => {
    const nodes = ["x", "y"].map((name) => ({ name, stage: "say", parameters: { text: "same" } }));
    const { summary } = await rig.run(nodes);
    assert.deepEqual([summary.ran, summary.fresh], [1, 1]);
  });
});

Deno.test("plan() writes nothing, not even a folder", async () => {
  await withRig(async (rig) => {
    await rig.plan(littleStudy());
    assert.throws(() => Deno.statSync(rig.context.store.folder), Deno.errors.NotFound);
  });
});

Deno.test("a run tells its nodes in order, each finished once, and ends with counts", async () => {
  await withRig(async (rig) => {
    const { events, summary } = await rig.run(littleStudy(), { jobs: 1 });
    const names = events.map(({ event }) => event);
    assert.deepEqual([names[0], names.at(-1)], ["run_started", "run_finished"]);
    const finished = events.filter((event) => event.event === "node_finished");
    const at = new Map(finished.map(({ node }, i) => [node, i]));
    assert.equal(at.size, 4);
    assert.ok((at.get("gather") ?? 0) > (at.get("measure:a") ?? 0));
    assert.ok(finished.every(({ peakMemory = 0, seconds = 0 }) => peakMemory > 1e6 && seconds > 0));
    const log = join(rig.context.store.folder, "runs", summary.run, "events.jsonl");
    assert.equal(Deno.readTextFileSync(log).trim().split("\n").length, events.length);
  });
});

Deno.test("a run leaves no scratch, no lease and no checkpoints", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    const left = ["scratch", "leases", "partial"].flatMap((name) =>
      [...Deno.readDirSync(join(rig.context.store.folder, name))].map((entry) => entry.name)
    );
    assert.deepEqual(left, []);
  });
});

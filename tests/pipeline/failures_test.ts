// A failure costs its node and those behind it, and says what happened.
import assert from "node:assert/strict";
import type { NodeFinished } from "../../pipeline/mod.ts";
import { littleStudy } from "../support/little_study.ts";
import { type FakeNode, type Rig, type Told, withRig } from "../support/pipeline_rig.ts";

function misbehaving(way: string): FakeNode {
  return { name: "bad", stage: "misbehave", parameters: { way } };
}

function endOf({ events }: Told, node: string): NodeFinished {
  const end = events.find((event) => event.event === "node_finished" && event.node === node);
  assert.ok(end?.event === "node_finished");
  return end;
}

async function fail(rig: Rig, way: string): Promise<NodeFinished> {
  const end = endOf(await rig.run([misbehaving(way)]), "bad");
  assert.equal(end.outcome, "failed");
  return end;
}

Deno.test("a failed node skips those behind it, and the others run to their end", async () => {
  await withRig(async (rig) => {
    const behind = { name: "behind", stage: "measure", inputs: { text: "bad#out.txt" } };
    const further = { name: "further", stage: "measure", inputs: { text: "behind#length.txt" } };
    const told = await rig.run([misbehaving("throw"), behind, further, ...littleStudy()]);
    const { ran, failed, skipped, interrupted } = told.summary;
    assert.deepEqual({ ran, failed, skipped, interrupted }, {
      ran: 4,
      failed: 1,
      skipped: 2,
      interrupted: false,
    });
    assert.equal(endOf(told, "behind").message, "It needs bad, which failed");
    assert.equal(endOf(told, "further").message, "It needs behind, which was skipped");
  });
});

Deno.test("a stage that throws is told in its own words, and its stack is in the log", async () => {
  await withRig(async (rig) => {
    const { reason, message, log = "" } = await fail(rig, "throw");
    assert.deepEqual([reason, message], ["stage-failed", "Cannot divide the sea"]);
    assert.match(Deno.readTextFileSync(log), /misbehave\.ts:\d+/);
  });
});

Deno.test("a worker that ends before it is done is told by its exit code", async () => {
  await withRig(async (rig) => {
    const { reason, message } = await fail(rig, "exit");
    assert.equal(reason, "worker-died");
    assert.equal(message, "The worker of misbehave ended with exit code 7 before it was done");
  });
});

Deno.test("a worker that forgets an output has failed", async () => {
  await withRig(async (rig) => {
    const { reason, message } = await fail(rig, "forget");
    assert.equal(reason, "missing-output");
    assert.equal(message, "Stage misbehave ended without writing its output out.txt");
  });
});

Deno.test("a worker cannot write an output that its stage does not declare", async () => {
  await withRig(async (rig) => {
    const { message } = await fail(rig, "undeclared");
    assert.equal(message, "Stage misbehave cannot write other.txt: it is not among its outputs");
  });
});

Deno.test("a worker cannot write outside its own folders", async () => {
  await withRig(async (rig) => {
    const { message = "" } = await fail(rig, "outside");
    assert.match(message, /^Stage misbehave may not reach .*escaped\.txt. \(write\)/);
  });
});

Deno.test("what a library prints on standard output goes to the log", async () => {
  await withRig(async (rig) => {
    const told = await rig.run([misbehaving("noise")]);
    assert.equal(rig.read(told, "bad", "out.txt"), "calm");
    const log = `${rig.context.store.folder}/runs/${told.summary.run}/logs/bad.log`;
    assert.equal(Deno.readTextFileSync(log), "not a message\n");
  });
});

Deno.test("a failed node runs again the next time", async () => {
  await withRig(async (rig) => {
    await fail(rig, "moody");
    rig.add("mood", "good");
    assert.deepEqual((await rig.run([misbehaving("moody")])).outcomes, { bad: "ran" });
  });
});

Deno.test("a node that fails on checkpoints of an earlier try starts from nothing the next time", async () => {
  await withRig(async (rig) => {
    const climb = { name: "climb", stage: "climb", parameters: { steps: 3, stepMs: 1 } };
    const [planned] = await rig.plan([climb]);
    assert.ok(planned?.key);
    const partial = rig.context.store.partial(planned.key);
    Deno.writeTextFileSync(`${partial}/state.json`, "{ torn");
    const first = endOf(await rig.run([climb]), "climb");
    assert.equal(first.reason, "stage-failed");
    assert.equal(endOf(await rig.run([climb]), "climb").outcome, "ran");
  });
});

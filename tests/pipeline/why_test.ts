// The reasons are true and name the field; what show() tells is what was run.
import assert from "node:assert/strict";
import { digestOf, show, why } from "../../pipeline/mod.ts";
import type { Context, Reason } from "../../pipeline/mod.ts";
import { littleStudy } from "../support/little_study.ts";
import { type FakeNode, type Rig, withRig } from "../support/pipeline_rig.ts";

async function whyOf(rig: Rig, nodes: readonly FakeNode[], node: string): Promise<Reason> {
  return await why(await rig.graph(nodes), rig.context, node);
}

Deno.test("why() of a node that never ran says so", async () => {
  await withRig(async (rig) => {
    const reason = await whyOf(rig, littleStudy(), "say:a");
    assert.deepEqual(reason, { state: "to_run", reason: "It has never run in this store" });
  });
});

Deno.test("why() of a node far behind one that is to run names that one", async () => {
  await withRig(async (rig) => {
    const reason = await whyOf(rig, littleStudy(), "gather");
    assert.equal(reason.state, "waits");
    assert.equal(reason.reason, "Waits for say:a, which is to run");
  });
});

Deno.test("why() of a changed parameter gives both values", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy("hi"));
    assert.deepEqual(await whyOf(rig, littleStudy("ho"), "say:a"), {
      state: "to_run",
      reason: 'Parameter text changed from "hi" to "ho"',
      field: "parameters.text",
      before: '"hi"',
      after: '"ho"',
    });
  });
});

Deno.test("why() writes out what of a record's parameters would move the cursor", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy("\x9b2J\u202e"));
    const { reason } = await whyOf(rig, littleStudy("ho"), "say:a");
    assert.equal(reason, 'Parameter text changed from "\\u009b2J\\u202e" to "ho"');
  });
});

Deno.test("why() of a new parameter and of one that is gone says which", async () => {
  await withRig(async (rig) => {
    const nodes = (parameters: FakeNode["parameters"] = {}) => [
      { name: "say:a", stage: "say", parameters },
    ];
    await rig.run(nodes({ text: "a", loud: true }));
    const less = await whyOf(rig, nodes({ text: "a" }), "say:a");
    assert.equal(less.reason, "Parameter loud is gone: it was true");
    const more = await whyOf(rig, nodes({ text: "a", loud: true, "far.off": [1] }), "say:a");
    assert.equal(more.reason, 'Parameter ["far.off"][0] is new: 1');
  });
});

Deno.test("why() of changed code names the files that changed in more than comments", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    rig.edit("stages/shout.ts", '"!"', '"?"');
    rig.edit("stages/say.ts", "// A fake", "// Another fake");
    const reason = await whyOf(rig, littleStudy(), "say:a");
    assert.equal(reason.field, "code.bundle");
    assert.equal(reason.reason, "The code of say changed: stages/shout.ts");
  });
});

Deno.test("why() of a changed package names it", async () => {
  await withRig(async (rig) => {
    const nodes = [{ name: "pack", stage: "pack", parameters: { count: 2 } }];
    await rig.run(nodes);
    const lock = JSON.parse(Deno.readTextFileSync(`${rig.root}/deno.lock`));
    rig.edit("deno.lock", lock.npm["zod@4.6.7"].integrity, "sha512-other");
    const reason = await whyOf(rig, nodes, "pack");
    assert.equal(reason.field, "code.packages");
    assert.equal(reason.reason, "The packages of pack changed: zod@4.6.7");
  });
});

Deno.test("why() of a changed input says where it comes from", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy("hi"));
    await rig.run(littleStudy("ho"), { only: new Set(["say:a"]) });
    const { reason, field } = await whyOf(rig, littleStudy("ho"), "measure:a");
    assert.equal(field, "inputs.text");
    const [before, after] = ["HI!", "HO!"].map((text) => digestOf(text).slice(0, 12));
    const from = "Input text (text.txt of say:a)";
    assert.equal(reason, `${from} changed from ${before} to ${after}`);
  });
});

Deno.test("why() of another environment gives both", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    const environments = { ...rig.context.environments, engine: { engine: "fake 2" } };
    const context: Context = { ...rig.context, environments };
    const { reason } = await why(await rig.graph(littleStudy()), context, "measure:a");
    assert.equal(reason, 'The environment\'s engine changed from "fake 1" to "fake 2"');
  });
});

Deno.test("show() tells what went in, what came out and how long it took", async () => {
  await withRig(async (rig) => {
    await rig.run(littleStudy());
    const shown = await show(rig.context, await rig.graph(littleStudy()), "measure:a");
    assert.ok(shown.ok);
    const { inputs, outputs, run, preimage, environment, records } = shown.value;
    assert.deepEqual(inputs, {
      text: { node: "say:a", file: "text.txt", digest: digestOf("HI!") },
    });
    assert.equal(outputs["length.txt"]?.digest, digestOf("3"));
    assert.equal(Deno.readTextFileSync(outputs["length.txt"]?.path ?? ""), "3");
    assert.deepEqual([environment, records], [{ engine: "fake 1" }, 1]);
    assert.ok(run && run.seconds > 0 && run.peakMemory > 1e6 && run.host !== "");
    assert.ok(preimage.includes('environment.engine (string) "fake 1"'));
  });
});

Deno.test("show() of a node that never ran refuses", async () => {
  await withRig(async (rig) => {
    const shown = await show(rig.context, await rig.graph(littleStudy()), "gather");
    assert.ok(!shown.ok);
    assert.equal(shown.reason, "no-record");
  });
});

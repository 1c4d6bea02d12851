// Damage to the store is seen, put aside and rebuilt, and what cannot be rebuilt is told.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { Digest } from "../../pipeline/mod.ts";
import { allFresh, littleStudy } from "../support/little_study.ts";
import { type Rig, type Told, withRig } from "../support/pipeline_rig.ts";

function digestAt(told: Told, node: string, file: string): Digest {
  const object = told.summary.outcomes.get(node)?.outputs?.[file];
  assert.ok(object);
  return object.digest;
}

function objectAt(rig: Rig, told: Told, node: string, file: string): string {
  return rig.context.store.objectPath(digestAt(told, node, file));
}

/** Overwrites bytes under an unchanged size and a restored mtime, as a failing disk would. */
function flipByte(path: string): void {
  const { atime, mtime } = Deno.statSync(path);
  Deno.chmodSync(path, 0o644);
  const bytes = Deno.readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  Deno.writeFileSync(path, bytes);
  if (atime !== null && mtime !== null) Deno.utimeSync(path, atime, mtime);
}

function eventsNamed({ events }: Told, name: string) {
  return events.filter(({ event }) => event === name);
}

const damages: readonly [what: string, wrong: boolean, damage: (path: string) => void][] = [
  ["deleted", false, (path) => Deno.removeSync(path)],
  ["flipped in one byte", true, flipByte],
  ["truncated", true, (path) => Deno.truncateSync(path, 1)],
  ["replaced by a folder", true, (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  }],
  ["lost with its whole folder", false, (path) => {
    Deno.removeSync(dirname(path), { recursive: true });
  }],
];

for (const [what, wrong, damage] of damages) {
  Deno.test(`an object that was ${what} is rebuilt, and nothing behind it runs`, async () => {
    await withRig(async (rig) => {
      const first = await rig.run(littleStudy());
      damage(objectAt(rig, first, "say:b", "text.txt"));
      const told = await rig.run(littleStudy());
      assert.deepEqual(told.outcomes, { ...allFresh, "say:b": "ran" });
      assert.equal(rig.read(told, "say:b", "text.txt"), "YOU!");
      assert.equal(eventsNamed(told, "quarantined").length, wrong ? 1 : 0);
      const digest = digestAt(first, "say:b", "text.txt");
      assert.deepEqual(eventsNamed(told, "repaired"), [
        { event: "repaired", node: "say:b", file: "text.txt", digest },
      ]);
      assert.deepEqual(told.summary.unrepaired, []);
      assert.deepEqual((await rig.run(littleStudy())).outcomes, allFresh);
    });
  });
}

Deno.test("several damaged objects are all rebuilt in one run, inputs before their readers", async () => {
  await withRig(async (rig) => {
    const first = await rig.run(littleStudy());
    for (const [node, { outputs = {} }] of first.summary.outcomes) {
      if (node !== "say:b") {
        Object.values(outputs).forEach(({ digest }) => {
          Deno.removeSync(rig.context.store.objectPath(digest));
        });
      }
    }
    const told = await rig.run(littleStudy());
    assert.equal(eventsNamed(told, "repaired").length, 4);
    assert.equal(rig.read(told, "gather", "all.txt"), "YOU!\n3");
  });
});

Deno.test("plan() sees the damage, says so, and leaves it alone", async () => {
  await withRig(async (rig) => {
    const first = await rig.run(littleStudy());
    const path = objectAt(rig, first, "say:b", "text.txt");
    flipByte(path);
    const planned = (await rig.plan(littleStudy())).find(({ node }) => node === "say:b");
    assert.equal(planned?.state, "to_run");
    assert.match(planned?.reason ?? "", /^Its output text\.txt \(\w{12}\) is wrong in the store$/);
    assert.ok(Deno.statSync(path).isFile);
  });
});

Deno.test("an object that comes back as other bytes is taken from the new record, and nothing is lost", async () => {
  await withRig(async (rig) => {
    const dice = [{ name: "dice", stage: "misbehave", parameters: { way: "dice" } }];
    const first = await rig.run(dice);
    const digest = digestAt(first, "dice", "out.txt");
    flipByte(rig.context.store.objectPath(digest));
    const told = await rig.run(dice);
    assert.deepEqual([told.outcomes, told.summary.unrepaired], [{ dice: "ran" }, []]);
    assert.equal(eventsNamed(told, "nondeterministic").length, 1);
    const [quarantined] = eventsNamed(told, "quarantined");
    assert.ok(quarantined?.event === "quarantined" && Deno.statSync(quarantined.path).isFile);
    assert.deepEqual((await rig.run(dice)).outcomes, { dice: "fresh" });
  });
});

Deno.test("a missing object beside a whole record of its key costs nothing, whichever of the two it is", async () => {
  for (const lost of [0, 1]) {
    await withRig(async (rig) => {
      const dice = [{ name: "dice", stage: "misbehave", parameters: { way: "dice" } }];
      const { summary } = await rig.run(dice);
      await rig.run(dice, { force: true });
      const key = summary.outcomes.get("dice")?.key;
      assert.ok(key);
      const object = rig.context.store.records("misbehave", key)[lost]?.claim.outputs["out.txt"];
      assert.ok(object);
      Deno.removeSync(rig.context.store.objectPath(object.digest));
      const told = await rig.run(dice);
      assert.deepEqual([told.outcomes, told.summary.unrepaired], [{ dice: "fresh" }, []]);
    });
  }
});

Deno.test("a damaged object whose node fails is told as lost", async () => {
  await withRig(async (rig) => {
    const moody = [{ name: "m", stage: "misbehave", parameters: { way: "moody" } }];
    rig.add("mood", "good");
    const first = await rig.run(moody);
    Deno.removeSync(objectAt(rig, first, "m", "out.txt"));
    Deno.removeSync(`${rig.root}/mood`);
    const told = await rig.run(moody);
    assert.deepEqual(told.outcomes, { m: "failed" });
    const digest = digestAt(first, "m", "out.txt");
    assert.deepEqual(told.summary.unrepaired, [`m: out.txt is missing (${digest})`]);
  });
});

Deno.test("a damaged record counts as none, and its node runs again", async () => {
  await withRig(async (rig) => {
    const first = await rig.run(littleStudy());
    const key = first.summary.outcomes.get("say:b")?.key;
    assert.ok(key);
    const folder = `${rig.context.store.folder}/records/say/${key}`;
    const [record] = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
    assert.ok(record);
    Deno.truncateSync(record, 100);
    const told = await rig.run(littleStudy());
    assert.deepEqual(told.outcomes, { ...allFresh, "say:b": "ran" });
    assert.deepEqual((await rig.run(littleStudy())).outcomes, allFresh);
  });
});

// Links, pipes, folders and files where a store has something else: nothing is followed, nothing waited for.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { allFresh, littleStudy } from "../../support/little_study.ts";
import { makeOutside } from "../../support/outside.ts";
import { openRig, type Rig, type Told, withRig } from "../../support/pipeline_rig.ts";

/** A run that must come to its end: a store that is opened as a pipe would never. */
async function run(rig: Rig): Promise<Told> {
  return await rig.run(littleStudy());
}

/** What everybody may find in the place of a file: by name, how it gets there. */
const oddThings: Readonly<Record<string, (path: string, outside: string) => void>> = {
  "a link to a file": (path, outside) => Deno.symlinkSync(`${outside}/secret.txt`, path),
  "a link to nothing": (path, outside) => Deno.symlinkSync(`${outside}/new.txt`, path),
  "a link to itself": (path) => Deno.symlinkSync(path, path),
  "a folder": (path) => Deno.mkdirSync(join(path, "deep"), { recursive: true }),
  "a pipe": (path) => {
    assert.ok(new Deno.Command("mkfifo", { args: [path] }).outputSync().success);
  },
  "nothing but bytes": (path) => Deno.writeFileSync(path, new Uint8Array([0, 255, 254, 123])),
  "valid JSON of another shape": (path) => Deno.writeTextFileSync(path, '{"outputs":[{}],"a":[]}'),
  "a null": (path) => Deno.writeTextFileSync(path, "null\n"),
};

/** Every kind of file of a store, of the node say:b or of all. */
function filesOf(rig: Rig, told: Told): Record<string, string> {
  const { store } = rig.context;
  const { key, outputs, claim } = told.summary.outcomes.get("say:b") ?? {};
  const digest = outputs?.["text.txt"]?.digest;
  assert.ok(key && claim && digest);
  const [code = ""] = [...Deno.readDirSync(join(store.folder, "code"))].map(({ name }) => name);
  return {
    object: store.objectPath(digest),
    claim: `${store.folder}/records/say/${key}/${claim}.json`,
    note: `${store.folder}/records/say/${key}/${claim}.note.json`,
    pointer: `${store.folder}/nodes/fake/say:b.json`,
    "stat memo": `${store.folder}/memo/objects.json`,
    "code memo": `${store.folder}/memo/code.json`,
    "code note": `${store.folder}/code/${code}`,
  };
}

const kinds = ["object", "claim", "note", "pointer", "stat memo", "code memo", "code note"];

for (const kind of kinds) {
  Deno.test(`whatever is in the place of the ${kind}, the run comes to the same result`, async () => {
    await withRig(async (rig) => {
      const outside = makeOutside(dirname(rig.root));
      const before = outside.look();
      const first = await run(rig);
      for (const [what, put] of Object.entries(oddThings)) {
        const path = filesOf(rig, first)[kind] ?? "";
        Deno.removeSync(path, { recursive: true });
        put(path, outside.folder);
        await rig.plan(littleStudy());
        const told = await run(rig);
        assert.equal(outside.look(), before, what);
        const lost = kind === "object" || kind === "claim";
        assert.deepEqual(told.outcomes, { ...allFresh, ...lost ? { "say:b": "ran" } : {} }, what);
        assert.deepEqual(told.summary.unrepaired, [], what);
        assert.deepEqual((await run(rig)).outcomes, allFresh, what);
        if (!kind.endsWith("note")) assert.ok(Deno.lstatSync(path).isFile, what);
      }
    });
  });
}

/** Every folder of a store; those of digests and keys by the node say:b. */
function foldersOf(rig: Rig, told: Told): string[] {
  const { key, outputs } = told.summary.outcomes.get("say:b") ?? {};
  const digest = outputs?.["text.txt"]?.digest;
  assert.ok(key && digest);
  return [
    "objects",
    `objects/${digest.slice(0, 2)}`,
    "records",
    "records/say",
    `records/say/${key}`,
    "nodes",
    "nodes/fake",
    "code",
    "memo",
    "leases",
    "partial",
    "scratch",
    "runs",
    "quarantine",
  ].map((name) => join(rig.context.store.folder, name));
}

/** Folders of which an honest run can do without what lies in them. */
const dispensable = /\/(nodes|nodes\/fake|code|memo|runs|quarantine)$/;

for (const what of ["a link to a folder", "a file"] as const) {
  Deno.test(`${what} in the place of a folder touches nothing outside, and costs nodes at most`, async () => {
    await withRig(async (rig) => {
      const first = await run(rig);
      for (const folder of foldersOf(rig, first)) {
        // The bait has the names that a store would take for its own.
        const bait = makeOutside(dirname(rig.root), [
          first.summary.outcomes.get("say:b")?.key ?? "",
        ]);
        const before = bait.look();
        const saved = `${folder}.saved`;
        Deno.mkdirSync(folder, { recursive: true });
        Deno.renameSync(folder, saved);
        if (what === "a file") Deno.writeTextFileSync(folder, "a file");
        else Deno.symlinkSync(bait.folder, folder);
        await rig.plan(littleStudy("new"));
        const told = await run(rig);
        const other = await rig.run(littleStudy("other"));
        assert.equal(bait.look(), before, folder);
        for (const { events, summary } of [told, other]) assertSentences(events, summary, rig);
        if (dispensable.test(folder)) assert.deepEqual(told.outcomes, allFresh, folder);
        if (dispensable.test(folder)) assert.equal(other.summary.failed, 0, folder);
        Deno.removeSync(folder);
        Deno.renameSync(saved, folder);
        const after = await run(rig);
        assert.deepEqual(after.outcomes, allFresh, folder);
      }
    });
  });
}

/** All that failed says where, in a sentence. */
function assertSentences(events: Told["events"], summary: Told["summary"], rig: Rig): void {
  assert.equal(summary.outcomes.size, 4);
  for (const event of events) {
    if (event.event !== "node_finished" || event.outcome !== "failed") continue;
    assert.match(event.message ?? "", /^Cannot /);
    assert.ok(event.message?.includes(rig.context.store.folder), event.message);
  }
}

Deno.test("a link as the store's own folder is fine", async () => {
  await withRig(async (rig) => {
    const real = join(dirname(rig.root), "elsewhere");
    Deno.mkdirSync(real);
    Deno.symlinkSync(real, rig.context.store.folder);
    const linked = openRig(rig.root);
    assert.equal((await run(linked)).summary.ran, 4);
    assert.deepEqual((await run(linked)).outcomes, allFresh);
  });
});

Deno.test("a hard link that a stage leaves as its output keeps its mode, and is copied", async () => {
  await withRig(async (rig) => {
    const { store } = rig.context;
    const own = join(dirname(rig.root), "own.txt");
    Deno.writeTextFileSync(own, "mine", { mode: 0o644 });
    const scratch = store.scratch();
    Deno.linkSync(own, scratch);
    const { digest } = await store.put(scratch);
    assert.equal((Deno.statSync(own).mode ?? 0) & 0o777, 0o644);
    Deno.writeTextFileSync(own, "else");
    assert.equal(Deno.readTextFileSync(store.objectPath(digest)), "mine");
    await store.close();
  });
});

Deno.test("a link that a stage leaves as its output, or above it, is no output", async () => {
  await withRig(async (rig) => {
    const outside = makeOutside(dirname(rig.root));
    const before = outside.look();
    for (const way of ["link", "linked_folder"]) {
      const parameters = { way, outside: outside.folder };
      const told = await rig.run([{ name: "bad", stage: "mislink", parameters }]);
      assert.deepEqual(told.outcomes, { bad: "failed" });
      assert.equal(outside.look(), before);
    }
  });
});

for (const what of ["a link", "a hard link", "a pipe"] as const) {
  Deno.test(`${what} among the checkpoints of an action goes before a worker writes there`, async () => {
    await withRig(async (rig) => {
      const outside = makeOutside(dirname(rig.root));
      const climb = [{ name: "climb", stage: "climb", parameters: { steps: 2, stepMs: 1 } }];
      const [planned] = await rig.plan(climb);
      assert.ok(planned?.key);
      const path = join(rig.context.store.partial(planned.key), "state.new");
      if (what === "a link") Deno.symlinkSync(`${outside.folder}/secret.txt`, path);
      if (what === "a hard link") Deno.linkSync(`${outside.folder}/secret.txt`, path);
      if (what === "a pipe") new Deno.Command("mkfifo", { args: [path] }).outputSync();
      const before = outside.look();
      assert.deepEqual((await rig.run(climb)).outcomes, { climb: "ran" });
      assert.equal(outside.look(), before);
    });
  });
}

Deno.test("a paranoid run goes on from no checkpoint", async () => {
  await withRig(async (rig) => {
    const climb = [{ name: "climb", stage: "climb", parameters: { steps: 3, stepMs: 1 } }];
    const [planned] = await rig.plan(climb);
    assert.ok(planned?.key);
    const partial = rig.context.store.partial(planned.key);
    Deno.writeTextFileSync(`${partial}/state.json`, JSON.stringify({ step: 2, sum: 7 }));
    const told = await rig.run(climb, { paranoid: true });
    assert.equal(rig.read(told, "climb", "sum.txt"), "29824");
  });
});

Deno.test("an object that became a pipe is no input of any worker, and its node runs again", async () => {
  await withRig(async (rig) => {
    const nodes = littleStudy();
    const first = await rig.run(nodes, { only: new Set(["say:a"]) });
    const digest = first.summary.outcomes.get("say:a")?.outputs?.["text.txt"]?.digest;
    assert.ok(digest);
    const path = rig.context.store.objectPath(digest);
    Deno.removeSync(path);
    new Deno.Command("mkfifo", { args: [path] }).outputSync();
    assert.throws(() => rig.context.store.input(digest), /is a pipe, socket or device/);
    assert.deepEqual((await run(rig)).summary.failed, 0);
  });
});

// What a worker may, line by line, as docs/security.md has it: a stage tries each thing, by Deno and by the C library.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Event, held, run } from "../../../pipeline/mod.ts";
import { type Kernel, thisKernel } from "../../../pipeline/worker/kernel.ts";
import { type FakeNode, type Rig, withRig } from "../../support/pipeline_rig.ts";
import { outcomeOf, promises, type Tried } from "../../support/promises.ts";

const kernel = thisKernel();
const secret = "a password";

function secretPath(rig: Rig): string {
  return join(rig.root, "..", "secret", "password");
}

/** Runs the stage that tries everything; gives the name of each try with what came of it. */
async function tryAll(rig: Rig): Promise<Tried> {
  Deno.mkdirSync(join(rig.root, "..", "secret"));
  Deno.writeTextFileSync(secretPath(rig), secret);
  const object = await anotherObject(rig);
  const nodes: FakeNode[] = [
    { name: "say", stage: "say", parameters: { text: "mine" } },
    {
      name: "try",
      stage: "trespass",
      parameters: { secret: secretPath(rig), run: Deno.pid, object },
      inputs: { text: "say#text.txt" },
    },
  ];
  const told = await rig.run(nodes);
  assert.equal(rig.read(told, "say", "text.txt"), "MINE!");
  const input = told.summary.outcomes.get("say")?.outputs?.["text.txt"]?.digest;
  assert.ok(input);
  const { mode } = Deno.statSync(rig.context.store.objectPath(input));
  assert.equal((mode ?? 0) & 0o777, 0o444, "a worker changed the mode of an object");
  return JSON.parse(rig.read(told, "try", "tried.json"));
}

async function anotherObject(rig: Rig): Promise<string> {
  const told = await rig.run([{ name: "other", stage: "say", parameters: { text: "other" } }]);
  const digest = told.summary.outcomes.get("other")?.outputs?.["text.txt"]?.digest;
  assert.ok(digest);
  return rig.context.store.objectPath(digest);
}

Deno.test({
  name: "a worker may what docs/security.md says, and nothing that it denies",
  ignore: kernel.landlock < 6 || !kernel.seccomp,
  async fn(t) {
    Deno.env.set("CAIRN_SECRET", secret);
    await withRig(async (rig) => {
      const tried = await tryAll(rig);
      const told = promises();
      for (const { may, tries } of told) {
        for (const name of tries) {
          await t.step(`a worker ${may ? "may" : "may not"} ${name}`, () => {
            assert.ok(name in tried, `no stage tries to ${name}`);
            assert.equal(
              outcomeOf(tried[name]),
              may ? "allowed" : "refused",
              `it gave ${tried[name]}`,
            );
          });
        }
      }
      await t.step("every try stands in the table", () => {
        const named = new Set(told.flatMap(({ tries }) => tries));
        const apart = ["change the mode of its open input", "its environment", "its privileges"];
        assert.deepEqual(Object.keys(tried).filter((name) => !named.has(name)), apart);
      });
      await t.step("the environment of a worker is the list, and no secret is in it", () => {
        const names = String(tried["its environment"]).split("\0").filter((text) => text !== "")
          .map((text) => text.slice(0, text.indexOf("=")));
        const optional = ["LD_LIBRARY_PATH", "NPM_CONFIG_REGISTRY"];
        assert.deepEqual(names.filter((name) => !optional.includes(name)).sort(), [
          "DENO_DIR",
          "DENO_NO_UPDATE_CHECK",
          "HOME",
          "NO_COLOR",
          "OMP_NUM_THREADS",
          "RAYON_NUM_THREADS",
          "TMPDIR",
          "TZ",
        ]);
      });
      await t.step("a worker has no privileges but to open files, and can gain none", () => {
        const status = String(tried["its privileges"]);
        const field = (name: string) => new RegExp(`^${name}:\\s*(\\w+)$`, "m").exec(status)?.[1];
        assert.equal(field("NoNewPrivs"), "1");
        const overrideModes = 2n;
        for (const set of ["CapEff", "CapPrm", "CapInh", "CapAmb"]) {
          assert.equal(BigInt(`0x${field(set)}`) & ~overrideModes, 0n, set);
        }
      });
    });
    Deno.env.delete("CAIRN_SECRET");
  },
});

/** Runs a node as on another kernel; gives what was told, and the note beside its record. */
async function runOn(rig: Rig, kernel: Kernel) {
  const events: Event[] = [];
  const graph = await rig.graph([{ name: "say", stage: "say", parameters: { text: "up" } }]);
  const context = { ...rig.context, kernel };
  const { outcomes } = await run(graph, context, { jobs: 1, force: true }, (e) => events.push(e));
  const outcome = outcomes.get("say");
  assert.equal(outcome?.outcome, "ran", outcome?.message);
  const [begin] = events;
  assert.ok(begin?.event === "run_started" && outcome.key);
  const [record] = rig.context.store.records("say", outcome.key);
  assert.ok(record);
  return { outcome, wall: begin.wall, noted: rig.context.store.note(record)?.wall };
}

Deno.test("on a kernel with nothing a worker has Deno's permissions alone, and run and note say so", async () => {
  await withRig(async (rig) => {
    const bare = await runOn(rig, { landlock: 0, seccomp: false });
    assert.deepEqual([bare.wall, bare.noted], ["deno", "deno"]);
    const walled = await runOn(rig, kernel);
    assert.equal(walled.wall, walled.noted);
    assert.deepEqual(walled.outcome.outputs, bare.outcome.outputs);
    assert.equal(walled.outcome.key, bare.outcome.key);
  });
});

Deno.test("folders that Deno guards all or none of are refused where the kernel has no Landlock", () => {
  const bare = { landlock: 0, seccomp: true };
  for (const folder of ["/dev/shm/store", "/proc/self", "/sys", "/dev"]) {
    const refused = held(["/tmp/store", folder], bare);
    assert.ok(!refused.ok && refused.reason === "no-wall");
    assert.ok(refused.message.startsWith(`Cannot shut in a process that uses ${folder}, as `));
    assert.ok(held([folder], { ...bare, landlock: 1 }).ok);
  }
  assert.ok(held(["/tmp/store", "/devices", "/home/dev/shm"], bare).ok);
});

for (const landlock of [1, 2, 3, 4, 5, 6]) {
  Deno.test({
    name: `a worker runs behind Landlock of ABI ${landlock}`,
    ignore: landlock > kernel.landlock || !kernel.seccomp,
    fn: () => withRig(async (rig) => void await runOn(rig, { landlock, seccomp: true })),
  });
}

for (const name of ["tokenizers", "onnxruntime-node"]) {
  Deno.test(`the package ${name} loads behind the wall`, async () => {
    await withRig(async (rig) => {
      const loaded = `Object.keys(await import("${name}")).length;\n await Deno.writeTextFile(`;
      rig.edit("stages/say.ts", "await Deno.writeTextFile(", loaded);
      const told = await rig.run([{ name: "say", stage: "say", parameters: { text: "up" } }]);
      assert.equal(told.summary.outcomes.get("say")?.message, undefined);
    });
  });
}

Deno.test("a read that the node does not declare fails it, with the path and without a stack", async () => {
  await withRig(async (rig) => {
    rig.edit(
      "stages/say.ts",
      "await Deno.writeTextFile(",
      'await Deno.readTextFile("/etc/hosts");\n await Deno.writeTextFile(',
    );
    const told = await rig.run([{ name: "say", stage: "say", parameters: { text: "up" } }]);
    const { message } = told.summary.outcomes.get("say") ?? {};
    assert.equal(
      message,
      "Stage say may not reach '/etc/hosts' (read): a worker has its inputs, its code and its own folders",
    );
  });
});

// A store and a checkout may lie anywhere that a folder can be made.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openStore, run } from "../../pipeline/mod.ts";
import { allFresh, allRan, littleStudy } from "../support/little_study.ts";
import { makeRig, withRig } from "../support/pipeline_rig.ts";

for (const name of ["a*b, [c]?{d,e}", "100% #1 é日本", "a'b\"c$d\\e"]) {
  Deno.test(`a checkout and its store may have a name like ${name}`, async () => {
    const rig = makeRig("rig ", name);
    try {
      assert.deepEqual((await rig.run(littleStudy())).outcomes, allRan);
      rig.edit("stages/shout.ts", '"!"', '"?"');
      const { outcomes } = await rig.run(littleStudy());
      assert.deepEqual([outcomes["say:a"], outcomes["measure:a"]], ["ran", "ran"]);
    } finally {
      rig.remove();
    }
  });
}

const memory = "/dev/shm";

Deno.test({
  name: "a store may lie under /dev/shm, where Deno allows all or nothing",
  ignore: Deno.build.os !== "linux" || !Deno.lstatSync(memory).isDirectory,
  fn: () =>
    withRig(async (rig) => {
      const folder = Deno.makeTempDirSync({ dir: memory, prefix: "cairn store " });
      try {
        const context = { ...rig.context, store: openStore(join(folder, "store")) };
        for (const expected of [allRan, allFresh]) {
          const { outcomes } = await run(await rig.graph(littleStudy()), context, { jobs: 2 });
          const found = [...outcomes].map(([node, { outcome }]) => [node, outcome]);
          assert.deepEqual(Object.fromEntries(found), expected);
        }
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    }),
});

Deno.test({
  name: "a worker of a store under /dev/shm does not run where the kernel has no Landlock",
  ignore: Deno.build.os !== "linux" || !Deno.lstatSync(memory).isDirectory,
  fn: () =>
    withRig(async (rig) => {
      const folder = Deno.makeTempDirSync({ dir: memory, prefix: "cairn store " });
      try {
        const kernel = { landlock: 0, seccomp: true };
        const context = { ...rig.context, kernel, store: openStore(join(folder, "store")) };
        const { ran, failed } = await run(await rig.graph(littleStudy()), context, { jobs: 2 });
        assert.equal(ran, 0);
        assert.ok(failed > 0);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    }),
});

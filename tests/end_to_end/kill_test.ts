// kill -9 in the middle of training: the next run resumes, and ends as an undisturbed run does.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { smoke } from "../../studies/smoke.ts";
import { startRun, until, workersOf } from "../support/background_run.ts";
import { resultDigests, type RunEvent } from "../support/smoke_run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The smoke study with a pre-training that is long enough to be killed in its middle. */
async function longStudy(folder: string): Promise<string> {
  const pretrain = { ...smoke.recipes.pretrain, epochs: 150 };
  const path = join(folder, "long.json");
  await Deno.writeTextFile(
    path,
    JSON.stringify({ ...smoke, recipes: { ...smoke.recipes, pretrain } }),
  );
  return path;
}

async function signalGroup(pid: number, signal: string): Promise<void> {
  await new Deno.Command("kill", { args: ["-s", signal, "--", `-${pid}`] }).output();
}

const kills: Record<string, (pid: number, store: string) => Promise<void> | void> = {
  "the run alone": (pid) => Deno.kill(pid, "SIGKILL"),
  "its process group": (pid) => signalGroup(pid, "KILL"),
  "one worker": async (_pid, store) => {
    const workers = await workersOf(store);
    assert.ok(workers.length > 0, "no worker was at work");
    for (const worker of workers) Deno.kill(worker, "SIGKILL");
  },
};

/** The first progress of the second run is beyond the first epoch: training did not begin anew. */
function assertResumed(events: readonly RunEvent[]): void {
  const first = events.find(({ event, node }) =>
    event === "node_progress" && node?.endsWith("pretraining")
  );
  assert.ok((first?.epoch ?? 0) >= 3, `training began again at epoch ${first?.epoch}`);
}

Deno.test("a run killed in the middle of training resumes with the results of an undisturbed one", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "cairn-kill-" });
  const study = await longStudy(folder);
  assert.equal(await startRun(root, study, join(folder, "calm")).ended, 0);
  const expected = await resultDigests(join(folder, "calm"));
  for (const [name, kill] of Object.entries(kills)) {
    await t.step(`after kill -9 of ${name}`, async () => {
      const store = join(folder, name.replaceAll(" ", "-"));
      const run = startRun(root, study, store);
      await run.training();
      await kill(run.pid, store);
      await run.ended;
      await until(async () => (await workersOf(store)).length === 0);
      const again = startRun(root, study, store);
      assert.equal(await again.ended, 0);
      assertResumed(again.events());
      assert.deepEqual(await resultDigests(store), expected);
    });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an interrupted run takes its workers with it and ends with code 130", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cairn-interrupt-" });
  const store = join(folder, "store");
  const run = startRun(root, await longStudy(folder), store);
  await run.training();
  await signalGroup(run.pid, "INT");
  assert.equal(await run.ended, 130);
  assert.deepEqual(await workersOf(store), []);
  await Deno.remove(folder, { recursive: true });
});

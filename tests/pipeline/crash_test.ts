// Runs and workers that are killed at any moment lose at most the running node, and the next run goes on.
import assert from "node:assert/strict";
import { join } from "node:path";
import { isAlive, startFakeRun, workersOf } from "../support/fake_run_process.ts";
import type { FakeRun } from "../support/fake_run_process.ts";
import { littleStudy } from "../support/little_study.ts";
import { type FakeNode, type Rig, type Told, withRig } from "../support/pipeline_rig.ts";

const steps = 30;
const climbing: FakeNode[] = [
  { name: "say", stage: "say", parameters: { text: "up" } },
  { name: "climb", stage: "climb", parameters: { steps, stepMs: 40 } },
  { name: "measure", stage: "measure", inputs: { text: "climb#sum.txt" } },
];

/** The result of an undisturbed run, by the stage's own recurrence. */
function undisturbed(): string {
  let sum = 1;
  for (let step = 0; step < steps; step++) sum = (sum * 31 + step) % 65_521;
  return String(sum);
}

async function halfway(fakeRun: FakeRun): Promise<void> {
  const event = await fakeRun.until((event) => event.event === "node_progress" && event.step >= 8);
  assert.ok(event, "the run ended before it was halfway");
}

async function gone(pids: readonly number[], withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (pids.some(isAlive) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.deepEqual(pids.filter(isAlive), []);
}

function firstStep(rig: Rig, told: Told): number {
  const log = join(rig.context.store.folder, "runs", told.summary.run, "logs", "climb.log");
  return Number(/from step (\d+)/.exec(Deno.readTextFileSync(log))?.[1]);
}

async function resumes(rig: Rig): Promise<void> {
  const told = await rig.run(climbing);
  assert.deepEqual(told.outcomes, { say: "fresh", climb: "ran", measure: "ran" });
  assert.equal(rig.read(told, "climb", "sum.txt"), undisturbed());
  assert.ok(firstStep(rig, told) >= 7, "it started from nothing");
  const { folder } = rig.context.store;
  const left = ["scratch", "partial", "leases"].flatMap((
    name,
  ) => [...Deno.readDirSync(join(folder, name))]);
  assert.deepEqual(left, []);
}

Deno.test("kill -9 of the run alone ends its workers, and the next run resumes", async () => {
  await withRig(async (rig) => {
    const killed = startFakeRun(rig, climbing);
    await halfway(killed);
    const workers = workersOf(killed.pid);
    assert.equal(workers.length, 1);
    killed.kill("SIGKILL");
    await killed.end();
    await gone(workers, 1000);
    await resumes(rig);
  });
});

Deno.test("kill -9 of one worker costs its node, and the next run resumes", async () => {
  await withRig(async (rig) => {
    const running = startFakeRun(rig, climbing);
    await halfway(running);
    workersOf(running.pid).forEach((pid) => Deno.kill(pid, "SIGKILL"));
    const end = await running.until((event) => event.event === "node_finished");
    assert.ok(end?.event === "node_finished");
    assert.equal(end.message, "The worker of climb ended by SIGKILL before it was done");
    await running.end();
    await resumes(rig);
  });
});

Deno.test("Ctrl-C stops within a second, without a failure, and the next run resumes", async () => {
  await withRig(async (rig) => {
    const running = startFakeRun(rig, climbing);
    await halfway(running);
    const workers = workersOf(running.pid);
    const started = Date.now();
    for (const pid of [...workers, running.pid]) Deno.kill(pid, "SIGINT");
    const last = await running.until(({ event }) => event === "run_finished");
    assert.ok(last?.event === "run_finished");
    assert.deepEqual([last.failed, last.interrupted], [0, true]);
    assert.equal((await running.end()).code, 130);
    assert.ok(Date.now() - started < 1000);
    await gone(workers, 100);
    await resumes(rig);
  });
});

Deno.test("a time limit stops like Ctrl-C", async () => {
  await withRig(async (rig) => {
    const { summary, outcomes } = await rig.run(climbing, { maxTimeMs: 1200, jobs: 3 });
    assert.ok(summary.interrupted && summary.failed === 0);
    assert.ok(summary.seconds < 2.2);
    assert.deepEqual(outcomes, { say: "ran", climb: "skipped", measure: "skipped" });
  });
});

Deno.test("a worker that hears nothing, as in native code, dies with its run all the same", async () => {
  await withRig(async (rig) => {
    const blocking = [{ name: "block", stage: "misbehave", parameters: { way: "block" } }];
    const running = startFakeRun(rig, blocking);
    await running.until(({ event }) => event === "node_started");
    const [planned] = await rig.plan(blocking);
    const mark = join(rig.context.store.folder, "partial", planned?.key ?? "", "started");
    while (!exists(mark)) await new Promise((resolve) => setTimeout(resolve, 20));
    const workers = workersOf(running.pid);
    assert.equal(workers.length, 1);
    running.kill("SIGKILL");
    await running.end();
    await gone(workers, 1000);
  });
});

Deno.test("a run that is killed again and again, at any moment, comes to the same result", async () => {
  await withRig(async (rig) => {
    const nodes = [...climbing, ...littleStudy()];
    for (const ms of [80, 150, 220, 290, 360, 430, 500, 570]) {
      const killed = startFakeRun(rig, nodes);
      await new Promise((resolve) => setTimeout(resolve, ms));
      killed.kill("SIGKILL");
      await killed.end();
    }
    const told = await rig.run(nodes);
    assert.deepEqual([told.summary.failed, told.summary.unrepaired], [0, []]);
    assert.equal(rig.read(told, "climb", "sum.txt"), undisturbed());
    assert.equal(rig.read(told, "gather", "all.txt"), "YOU!\n3");
    assert.equal((await rig.run(nodes)).summary.ran, 0);
  });
});

Deno.test("a run killed between its record and its cleaning leaves nothing for good", async () => {
  await withRig(async (rig) => {
    const told = await rig.run(climbing);
    const { store } = rig.context;
    const key = told.summary.outcomes.get("climb")?.key;
    assert.ok(key);
    Deno.writeTextFileSync(join(store.partial(key), "state.json"), "{}");
    Deno.mkdirSync(join(store.folder, "scratch", "dead"));
    Deno.writeTextFileSync(join(store.folder, "scratch", "dead", "0"), "half an object");
    await rig.run(climbing);
    assert.deepEqual([...Deno.readDirSync(join(store.folder, "partial"))], []);
    assert.deepEqual([...Deno.readDirSync(join(store.folder, "scratch"))], []);
  });
});

Deno.test("what is no plain file among checkpoints is nobody's work, and nobody waits for it", async () => {
  await withRig(async (rig) => {
    const node: FakeNode = { name: "climb", stage: "climb", parameters: { steps: 1, stepMs: 1 } };
    const [planned] = await rig.plan([node]);
    assert.ok(planned?.key);
    const state = join(rig.context.store.partial(planned.key), "state.json");
    const { success } = await new Deno.Command("mkfifo", { args: [state] }).output();
    assert.ok(success);
    const told = await rig.run([node], { maxTimeMs: 20_000 });
    assert.deepEqual(told.outcomes, { climb: "ran" });
  });
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

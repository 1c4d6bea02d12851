// Runs one action in a worker and commits what it gives.
import { join } from "node:path";
import { sourcesOf } from "./code.ts";
import { commit } from "./commit.ts";
import { quarantineWrong } from "./damage.ts";
import type { Job } from "./worker/job.ts";
import { interrupted, type Outcome, type Running, type Task, tellWarnings } from "./running.ts";
import type { Key } from "./digest.ts";
import type { AnyStage } from "./stage.ts";
import { namesIn } from "./store/folder.ts";
import { sayable } from "./store/parse.ts";
import { attemptSync } from "./system_error.ts";
import {
  runWorker,
  type Surroundings,
  type WorkerEnd,
  type WorkerOptions,
} from "./worker/worker_process.ts";

// Each sentence once, and a few of them: what warns at every step is heard all the same.
const mostWarnings = 20;
const mostWarningUnits = 1000;

/** The outcome of a task whose lease is held. Checkpoints of an earlier try are the worker's to use. */
export async function executeNode(run: Running, task: Task): Promise<Outcome> {
  const { node, key } = task;
  await quarantineWrong(run, node.name);
  run.emit({ event: "node_started", node: node.name, stage: node.stage.name, key });
  const started = run.context.clock();
  const job = makeJob(run, task);
  const resumed = namesIn(job.partial).length > 0;
  try {
    const warnings: string[] = [];
    const end = await runWorker(job, workerOptions(run, task, warnings));
    // The clock of the machine may be set back in the meantime.
    const seconds = Math.max(0, run.context.clock() - started) / 1000;
    if (end.kind !== "done") return unfinished(run, task, { end, resumed });
    const { peakMemory } = end;
    const outcome = await commit(run, task, { folder: job.scratch, seconds, peakMemory, warnings });
    if (outcome.outcome === "ran") attemptSync("tidy up", () => run.context.store.dropPartial(key));
    return outcome;
  } finally {
    tidy(run, key, job);
  }
}

/** What cannot be removed now goes with the scratch folder, or when a later run cleans up. */
function tidy(run: Running, key: Key, { scratch, partial }: Job): void {
  attemptSync("tidy up", () => {
    Deno.removeSync(scratch, { recursive: true });
    if (namesIn(partial).length === 0) run.context.store.dropPartial(key);
  });
}

function makeJob(run: Running, { node, action, key }: Task): Job {
  const { store } = run.context;
  // A forced node is to be made anew, and not from half of what it made before; a paranoid run believes no half.
  if (run.paranoid || run.forced.has(node.name)) store.dropPartial(key);
  const scratch = store.scratch();
  Deno.mkdirSync(scratch);
  const inputs = Object.entries(action.inputs)
    .map(([name, digest]) => [name, store.input(digest)]);
  return {
    module: node.stage.module,
    stage: node.stage.name,
    parameters: node.parameters,
    inputs: Object.fromEntries(inputs),
    outputs: node.stage.outputs,
    writesMore: node.stage.writesMore ?? false,
    scratch,
    partial: store.partial(key),
    threads: run.threads,
  };
}

function workerOptions(run: Running, task: Task, warnings: string[]): WorkerOptions {
  const { name, stage } = task.node;
  return {
    surroundings: surroundingsOf(run, stage),
    signal: run.signal,
    log: run.log.workerLog(name),
    progress: (progress) => run.emit({ event: "node_progress", node: name, ...progress }),
    logLost: (message) => run.troubles.add(`${message}; the store is ${run.context.store.folder}`),
    warn(said) {
      const message = sayable(said).slice(0, mostWarningUnits).toWellFormed();
      if (warnings.includes(message) || warnings.length === mostWarnings) return;
      warnings.push(message);
      tellWarnings(run, task, [message]);
    },
  };
}

function surroundingsOf({ context, codes, kernel }: Running, stage: AnyStage): Surroundings {
  const { root, store, configurations = {}, needs = {} } = context;
  return {
    root,
    configuration: join(root, configurations[stage.environment] ?? ""),
    code: sourcesOf(codes, stage).map((path) => join(root, path)),
    objects: join(store.folder, "objects"),
    needs: needs[stage.environment] ?? {},
    kernel,
  };
}

interface Unfinished {
  readonly end: Exclude<WorkerEnd, { kind: "done" }>;
  /** Whether the worker went on from checkpoints of an earlier try. */
  readonly resumed: boolean;
}

function unfinished(run: Running, { node, key }: Task, { end, resumed }: Unfinished): Outcome {
  if (end.kind === "interrupted") return interrupted;
  // Checkpoints that a stage could not go on from would break it each time; a crash is not their fault.
  if (end.kind === "failed" && resumed) run.context.store.dropPartial(key);
  return {
    outcome: "failed",
    key,
    reason: end.kind === "failed" ? "stage-failed" : "worker-died",
    message: end.message,
    ...run.log.logOf(node.name),
  };
}

// Commits what a worker wrote: the objects, then the record, which is the moment the action counts as done.
import { join } from "node:path";
import { mend } from "./damage.ts";
import { freshnessOf } from "./freshness.ts";
import { type Outputs, type RecordOf, recordSchema } from "./record.ts";
import { rememberCode, rememberNode } from "./remember_node.ts";
import { iso } from "./run_log.ts";
import type { Outcome, Running, Task } from "./running.ts";
import type { ObjectRef } from "./store/objects.ts";
import { namesIn } from "./store/scratch.ts";

/** What the worker left, and what it took. */
export interface Made {
  /** Where its outputs lie. */
  readonly folder: string;
  readonly seconds: number;
  readonly peakMemory: number;
  readonly warnings: readonly string[];
}

/** Stores the outputs and the record; a failure where an output is missing or the disk refuses. */
export async function commit(run: Running, task: Task, made: Made): Promise<Outcome> {
  const missing = task.node.stage.outputs.find((file) => !isFile(join(made.folder, file)));
  if (missing !== undefined) return notWritten(run, task, missing);
  try {
    const outputs = await putAll(run, task, made.folder);
    run.context.store.record(makeRecord(run, task, { ...made, outputs }));
    mend(run, outputs);
  } catch (error) {
    // A full or failing disk costs the node, and not the run.
    if (!(error instanceof Error && "code" in error)) throw error;
    const message = `Cannot store what ${task.node.name} gave: ${error.message}`;
    return { outcome: "failed", key: task.key, reason: "cannot-store", message };
  }
  run.context.store.dropPartial(task.key);
  return await settled(run, task, made);
}

function isFile(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function notWritten(run: Running, { node, key }: Task, file: string): Outcome {
  const message = `Stage ${node.stage.name} ended without writing its output ${file}`;
  const log = run.log.logOf(node.name);
  return { outcome: "failed", key, reason: "missing-output", message, ...log };
}

/** What the stage declares; everything that it wrote where it may write more. */
function filesOf({ stage }: Task["node"], folder: string): readonly string[] {
  return stage.writesMore ? namesIn(folder) : stage.outputs;
}

async function putAll(run: Running, { node }: Task, folder: string): Promise<Outputs> {
  const outputs: Record<string, ObjectRef> = {};
  for (const file of filesOf(node, folder)) {
    outputs[file] = await run.context.store.put(join(folder, file));
  }
  return outputs;
}

function makeRecord(
  run: Running,
  { node, action, key }: Task,
  { outputs, seconds, peakMemory, warnings }: Made & { readonly outputs: Outputs },
): RecordOf {
  const { id, machine: { host, cpu } } = run.log;
  const at = iso(run.context.clock());
  return {
    schema: recordSchema,
    key,
    node: node.name,
    stage: node.stage.name,
    action,
    outputs,
    run: { id, at, seconds, peakMemory, host, cpu, warnings },
  };
}

/** Goes on with the record that every later run will choose, which need not be the one just written. */
async function settled(run: Running, task: Task, made: Made): Promise<Outcome> {
  const question = { stage: task.node.stage.name, key: task.key, paranoid: false };
  const { record, records } = await freshnessOf(run.context.store, question);
  if (record === undefined) throw new Error(`Cannot find the record just written for ${task.key}`);
  if (records.length > 1) tellNondeterminism(run, task, records);
  rememberNode(run, task, record);
  rememberCode(run, task);
  const { seconds, peakMemory } = made;
  return { outcome: "ran", key: task.key, outputs: record.outputs, seconds, peakMemory };
}

function tellNondeterminism(
  run: Running,
  { node, key }: Task,
  records: readonly RecordOf[],
): void {
  const written = new Set(records.flatMap((record) => Object.keys(record.outputs)));
  const files = [...written].filter((file) =>
    new Set(records.map((record) => record.outputs[file]?.digest)).size > 1
  );
  run.emit({
    event: "nondeterministic",
    node: node.name,
    stage: node.stage.name,
    key,
    records: records.length,
    files,
  });
}

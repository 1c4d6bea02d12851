// Commits what a worker wrote: the objects, then the record, which is the moment the action counts as done.
import { join } from "node:path";
import { mend } from "./damage.ts";
import type { Digest } from "./digest.ts";
import { freshnessOf } from "./freshness.ts";
import { type Claim, claimSchemaName, type Note, type Outputs, resultsOf } from "./record.ts";
import type { StoredRecord } from "./record.ts";
import { failure, type Result, success } from "./result.ts";
import { iso } from "./run_log.ts";
import {
  given,
  type Outcome,
  rememberCode,
  rememberNode,
  type Running,
  type Task,
} from "./running.ts";
import type { ObjectRef } from "./store/objects.ts";
import { isFileName } from "./store/parse.ts";

/** What the worker left, and what it took. */
export interface Made {
  /** Where its outputs lie. */
  readonly folder: string;
  readonly seconds: number;
  readonly peakMemory: number;
  readonly warnings: readonly string[];
}

/** Stores the outputs and the record; a failure where an output is missing, or no file. */
export async function commit(run: Running, task: Task, made: Made): Promise<Outcome> {
  const files = filesOf(task.node, made.folder);
  if (!files.ok) return notWritten(run, task, files);
  const outputs: Record<string, ObjectRef> = {};
  for (const file of files.value) {
    outputs[file] = await run.context.store.put(join(made.folder, file));
  }
  run.context.store.record(claimOf(run, task, outputs), noteOf(run, task, made));
  return await settled(run, task, made);
}

function notWritten(
  run: Running,
  { node, key }: Task,
  { reason, message }: { readonly reason: string; readonly message: string },
): Outcome {
  return { outcome: "failed", key, reason, message, ...run.log.logOf(node.name) };
}

const mostFiles = 10_000;

/** What the stage declares; everything that it wrote where it may write more. */
function filesOf({ stage }: Task["node"], folder: string): Result<readonly string[]> {
  const says = (what: string) => `Stage ${stage.name} ended ${what}`;
  const found = new Map(everythingIn(folder));
  const missing = stage.outputs.find((file) => !found.has(file));
  if (missing !== undefined) {
    return failure("missing-output", says(`without writing its output ${missing}`));
  }
  const files = stage.writesMore ? [...found.keys()].sort() : stage.outputs;
  const odd = files.find((file) => !found.get(file));
  if (odd !== undefined) return failure("bad-output", says(`with ${odd}, which is no plain file`));
  const bad = files.find((file) => !isFileName(file));
  if (bad !== undefined) {
    return failure(
      "bad-output",
      says(`with an output that cannot be named ${JSON.stringify(bad)}`),
    );
  }
  if (files.length <= mostFiles) return success(files);
  return failure("bad-output", says(`with ${files.length} files, more than ${mostFiles}`));
}

/** Relative path → whether it is a plain file, of all that is no folder. No link is followed. */
function everythingIn(folder: string): [string, boolean][] {
  const found: [string, boolean][] = [];
  const rest = [""];
  for (let within = rest.pop(); within !== undefined; within = rest.pop()) {
    for (const { name, isFile, isDirectory } of Deno.readDirSync(join(folder, within))) {
      const path = `${within}${name}`;
      if (isDirectory) rest.push(`${path}/`);
      else found.push([path, isFile]);
    }
  }
  return found;
}

function claimOf(run: Running, { node, action, key }: Task, outputs: Outputs): Claim {
  const claims = Object.entries(node.inputs).map(([name, ref]) => [name, claimAt(run, ref.node)]);
  return {
    schema: claimSchemaName,
    key,
    action,
    environment: node.stage.environment,
    claims: Object.fromEntries(claims),
    outputs,
  };
}

function claimAt(run: Running, node: string): Digest {
  const claim = run.outcomes.get(node)?.claim;
  if (claim === undefined) throw new RangeError(`Cannot find the claim of ${node}`);
  return claim;
}

function noteOf(run: Running, { node }: Task, made: Made): Note {
  const { id, machine: { host, cpu, wall } } = run.log;
  const { folder: _, ...facts } = made;
  return { node: node.name, id, at: iso(run.context.clock()), host, cpu, wall, ...facts };
}

/** Goes on with the record that every later run will choose, which need not be the one just written. */
async function settled(run: Running, task: Task, made: Made): Promise<Outcome> {
  const { node, key } = task;
  const { record, records } = await freshnessOf(run.context.store, { stage: node.stage, key });
  if (record === undefined) throw new Error(`Cannot find the record just written for ${key}`);
  await mend(run, node.name);
  tellNondeterminism(run, task, records);
  rememberNode(run, task, record);
  rememberCode(run, task);
  const { seconds, peakMemory } = made;
  return { outcome: "ran", key, ...given(record), seconds, peakMemory };
}

/** Claims may differ in what led to their inputs; only other bytes are news. */
function tellNondeterminism(
  run: Running,
  { node, key }: Task,
  records: readonly StoredRecord[],
): void {
  const results = resultsOf(records);
  if (results === 1) return;
  const all = records.map(({ claim }) => claim.outputs);
  const written = new Set(all.flatMap((outputs) => Object.keys(outputs)));
  const files = [...written].filter((file) =>
    new Set(all.map((outputs) => outputs[file]?.digest)).size > 1
  );
  const stage = node.stage.name;
  run.emit({ event: "nondeterministic", node: node.name, stage, key, records: results, files });
}

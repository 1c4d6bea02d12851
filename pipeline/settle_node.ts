// Brings one node to its outcome: fresh as it is, or run by this process, or run by another that shares the store.
import { actionOf } from "./action_of.ts";
import { keyOf } from "./fingerprint.ts";
import { executeNode } from "./execute_node.ts";
import { mend, noteDamage } from "./damage.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";
import { dependencies } from "./graph.ts";
import {
  given,
  interrupted,
  type Outcome,
  rememberNode,
  type Running,
  type Task,
  tellWarnings,
} from "./running.ts";
import type { Node } from "./stage.ts";
import { attempt } from "./system_error.ts";

/** The outcome of a node whose inputs are settled. */
export async function settleNode(run: Running, node: Node): Promise<Outcome> {
  if (run.signal.aborted) return interrupted;
  const blocker = dependencies(node).find((name) => run.outcomes.get(name)?.outputs === undefined);
  if (blocker !== undefined) return blocked(run, blocker);
  const outputs = (name: string) => run.outcomes.get(name)?.outputs;
  const action = actionOf(node, {
    codes: run.codes,
    environments: run.context.environments,
    outputs,
  });
  return await survived(run, { node, action, key: keyOf(action) });
}

/** Whatever the file system refuses, for lack of space or for what lies there, costs this node and no other. */
async function survived(run: Running, task: Task): Promise<Outcome> {
  const what = `keep ${task.node.name} in the store ${run.context.store.folder}`;
  const settled = await attempt(what, () => settleTask(run, task));
  if (settled.ok) return settled.value;
  const { message } = settled;
  return { outcome: "failed", key: task.key, reason: "cannot-store", message };
}

function blocked(run: Running, blocker: string): Outcome {
  const { reason, outcome } = run.outcomes.get(blocker) ?? {};
  if (reason === "interrupted") return interrupted;
  const what = outcome === "failed" ? "failed" : "was skipped";
  return {
    outcome: "skipped",
    reason: "needs-failed",
    message: `It needs ${blocker}, which ${what}`,
  };
}

async function settleTask(run: Running, task: Task): Promise<Outcome> {
  while (!run.signal.aborted) {
    const fresh = await freshOutcome(run, task);
    if (fresh !== undefined) return fresh;
    const done = await underLease(run, task);
    if (done !== undefined) return done;
    await leaseIsFree(run, task);
  }
  return interrupted;
}

/** Takes a place and the lease, and runs; undefined while another process has the lease. */
async function underLease(run: Running, task: Task): Promise<Outcome | undefined> {
  const free = await run.jobs.take(run.heights.get(task.node.name));
  try {
    return run.signal.aborted ? interrupted : await leased(run, task);
  } finally {
    free();
  }
}

async function leased(run: Running, task: Task): Promise<Outcome | undefined> {
  const lease = run.context.store.lease(task.key);
  if (lease === undefined) return undefined;
  try {
    // Another run, or a node with the same key, may have finished since the first look.
    return await freshOutcome(run, task) ?? await executeNode(run, task);
  } finally {
    lease.release();
  }
}

async function freshOutcome(run: Running, task: Task): Promise<Outcome | undefined> {
  if (run.forced.has(task.node.name)) return undefined;
  const { record } = await lookUp(run, task);
  if (record === undefined) return undefined;
  rememberNode(run, task, record);
  tellWarnings(run, task, run.context.store.note(record)?.warnings ?? []);
  return { outcome: "fresh", key: task.key, ...given(record) };
}

/** Asks the store, and keeps what is broken until it is rebuilt. */
async function lookUp(run: Running, { node, key }: Task): Promise<Freshness> {
  const free = await run.checks.take();
  try {
    const freshness = await freshnessOf(run.context.store, { stage: node.stage, key });
    noteDamage(run, node.name, freshness.broken);
    if (freshness.record !== undefined) await mend(run, node.name);
    return freshness;
  } finally {
    free();
  }
}

async function leaseIsFree(run: Running, { node, key }: Task): Promise<void> {
  run.emit({ event: "waiting_for_lease", node: node.name, key });
  while (!run.signal.aborted) {
    const lease = run.context.store.lease(key);
    if (lease !== undefined) return lease.release();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

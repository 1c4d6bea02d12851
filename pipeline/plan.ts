// What a run would do, without doing it: every node with its state and the reason for it. Writes nothing.
import { actionOf, type Known } from "./action_of.ts";
import { codeIn, codesOf } from "./code.ts";
import type { Context } from "./context.ts";
import { type Difference, firstDifference } from "./difference.ts";
import type { Key } from "./digest.ts";
import { type Action, keyOf } from "./fingerprint.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";
import { dependencies, type Graph, upstream } from "./graph.ts";
import { type Outputs, resultsOf, type StoredRecord } from "./record.ts";
import type { Store } from "./store/store.ts";
import { attempt } from "./system_error.ts";
import type { Node } from "./stage.ts";
import { makeTurns } from "./turns.ts";

/**
 * `fresh`: a whole record of its key is there. `to_run`: its key is known, and no whole record of it
 * is there. `waits`: behind a node that is to run, so its key is open, and it may yet prove fresh.
 */
export type NodeState = "fresh" | "to_run" | "waits";

/** One node of a plan. */
export interface Planned {
  readonly node: string;
  readonly stage: string;
  readonly state: NodeState;
  /** A sentence for people. */
  readonly reason: string;
  readonly key?: Key;
  readonly outputs?: Outputs;
  /** For one that waits: a node that is to run, and on which it depends. */
  readonly waitsFor?: string;
  /** For a node that ran before under another key: the first field that differs. */
  readonly difference?: Difference;
}

/** What to plan. */
export interface PlanOptions {
  /** These nodes and what they need; all where it lacks. */
  readonly only?: ReadonlySet<string>;
  /** Reads every object instead of trusting stats. */
  readonly paranoid?: boolean;
}

/** Plans the nodes in the graph's order. */
export async function plan(
  graph: Graph,
  context: Context,
  options: PlanOptions = {},
): Promise<Planned[]> {
  if (options.paranoid) context.store.memory.distrust();
  const nodes = selected(graph, options.only);
  const codes = await codesOf(nodes.map((node) => node.stage), context);
  const planned = new Map<string, Planned>();
  const outputs = (node: string) => planned.get(node)?.outputs;
  const scene = { graph, context, planned };
  const known = { codes, environments: context.environments, outputs };
  const inTurns = makeTurns();
  for (const node of nodes) {
    planned.set(node.name, await inTurns(() => readable(node, scene, known)));
  }
  context.store.memory.trust();
  return [...planned.values()];
}

/** The nodes to deal with, in the graph's order: the named ones and what they need. */
export function selected(graph: Graph, only: ReadonlySet<string> | undefined): Node[] {
  const names = only && upstream(graph, only);
  return [...graph.nodes.values()].filter((node) => names === undefined || names.has(node.name));
}

interface Scene {
  readonly graph: Graph;
  readonly context: Context;
  readonly planned: ReadonlyMap<string, Planned>;
}

/** What the system does not let us read is as good as not there, and says why. */
async function readable(node: Node, scene: Scene, known: Known): Promise<Planned> {
  const { folder } = scene.context.store;
  const what = `read what the store ${folder} has of it`;
  const planned = await attempt(what, () => planNode(node, scene, known));
  if (planned.ok) return planned.value;
  return { node: node.name, stage: node.stage.name, state: "to_run", reason: planned.message };
}

async function planNode(node: Node, scene: Scene, known: Known): Promise<Planned> {
  const base = { node: node.name, stage: node.stage.name };
  const blocker = dependencies(node)
    .find((name) => scene.planned.get(name)?.state !== "fresh");
  if (blocker !== undefined) {
    const waitsFor = rootOf(blocker, scene);
    return { ...base, state: "waits", waitsFor, reason: `Waits for ${waitsFor}, which is to run` };
  }
  const action = actionOf(node, known);
  const key = keyOf(action);
  const freshness = await freshnessOf(scene.context.store, { stage: node.stage, key });
  const { record } = freshness;
  if (record !== undefined) {
    const reason = freshReason(scene.context.store, record, freshness.records);
    return { ...base, state: "fresh", key, outputs: record.claim.outputs, reason };
  }
  return { ...base, state: "to_run", key, ...cause({ node, action, freshness }, scene, known) };
}

/** The node that all this waiting leads to: one that is to run. */
function rootOf(blocker: string, { planned }: Scene): string {
  return planned.get(blocker)?.waitsFor ?? blocker;
}

function freshReason(
  store: Store,
  record: StoredRecord,
  records: readonly StoredRecord[],
): string {
  const when = store.note(record)?.at.slice(0, 16).replace("T", " ");
  const on = when === undefined ? "" : ` on ${when}`;
  const made = `Made${on} from the same code, parameters and inputs`;
  const results = resultsOf(records);
  return results > 1 ? `${made}; ${results} runs of it gave different bytes` : made;
}

interface Stale {
  readonly node: Node;
  readonly action: Action;
  readonly freshness: Freshness;
}

type Cause = Pick<Planned, "reason" | "difference">;

function cause({ node, action, freshness }: Stale, scene: Scene, known: Known): Cause {
  const [broken] = freshness.broken;
  if (broken !== undefined) {
    const digest = broken.object.digest.slice(0, 12);
    return { reason: `Its output ${broken.file} (${digest}) is ${broken.state} in the store` };
  }
  const { store } = scene.context;
  const pointer = store.pointer(scene.graph.study, node.name);
  if (pointer === undefined) return { reason: "It has never run in this store" };
  const before = store.records(pointer.stage, pointer.key)[0]?.claim.action;
  if (before === undefined) return { reason: "The record of its last run is gone" };
  const difference = firstDifference(before, action, {
    inputs: node.inputs,
    codeBefore: store.code(before.code),
    codeAfter: codeIn(known.codes, node.stage),
  });
  if (difference === undefined) return { reason: "The record of its last run is gone" };
  return { reason: difference.sentence, difference };
}

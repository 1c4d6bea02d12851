// What a run would do, without doing it: every node with its state and the reason for it. Writes nothing.
import { actionOf, type Known } from "./action_of.ts";
import { codeIn, codesOf } from "./code.ts";
import type { Context } from "./context.ts";
import { type Difference, firstDifference } from "./difference.ts";
import type { Key } from "./digest.ts";
import { type Action, keyOf } from "./fingerprint.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";
import { dependencies, type Graph, upstream } from "./graph.ts";
import type { Outputs } from "./record.ts";
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
  const nodes = selected(graph, options.only);
  const codes = await codesOf(nodes.map((node) => node.stage), context);
  const planned = new Map<string, Planned>();
  const outputs = (node: string) => planned.get(node)?.outputs;
  const scene = { graph, context, planned, paranoid: options.paranoid ?? false };
  const known = { codes, environments: context.environments, outputs };
  const inTurns = makeTurns();
  for (const node of nodes) {
    planned.set(node.name, await inTurns(() => planNode(node, scene, known)));
  }
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
  readonly paranoid: boolean;
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
  const question = { stage: node.stage.name, key, paranoid: scene.paranoid };
  const freshness = await freshnessOf(scene.context.store, question);
  const { record } = freshness;
  if (record !== undefined) {
    const reason = freshReason(freshness);
    return { ...base, state: "fresh", key, outputs: record.outputs, reason };
  }
  return { ...base, state: "to_run", key, ...cause({ node, action, freshness }, scene, known) };
}

/** The node that all this waiting leads to: one that is to run. */
function rootOf(blocker: string, { planned }: Scene): string {
  return planned.get(blocker)?.waitsFor ?? blocker;
}

function freshReason({ record, records }: Freshness): string {
  const when = record?.run.at.slice(0, 16).replace("T", " ");
  const made = `Made on ${when} from the same code, parameters and inputs`;
  return records.length > 1 ? `${made}; ${records.length} runs of it gave different bytes` : made;
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
  const before = store.records(pointer.stage, pointer.key)[0]?.action;
  if (before === undefined) return { reason: "The record of its last run is gone" };
  const difference = firstDifference(before, action, {
    inputs: node.inputs,
    codeBefore: store.code(before.code),
    codeAfter: codeIn(known.codes, node.stage),
  });
  if (difference === undefined) return { reason: "The record of its last run is gone" };
  return { reason: difference.sentence, difference };
}

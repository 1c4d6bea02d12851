// A run under way: what its parts share while its nodes are settled one after the other.
import { codeIn, type Codes } from "./code.ts";
import type { Context } from "./context.ts";
import type { Digest, Key } from "./digest.ts";
import type { Emit, OutcomeName } from "./event.ts";
import type { Action } from "./fingerprint.ts";
import type { Broken } from "./freshness.ts";
import type { Graph } from "./graph.ts";
import type { Outputs, StoredRecord } from "./record.ts";
import type { RunLog } from "./run_log.ts";
import type { Slots } from "./slots.ts";
import type { Node } from "./stage.ts";
import type { Kernel } from "./worker/kernel.ts";

/** What became of a node. */
export interface Outcome {
  readonly outcome: OutcomeName;
  readonly key?: Key;
  /** For `ran` and `fresh`: what the node gives. */
  readonly outputs?: Outputs;
  /** And the name of the claim that says so. */
  readonly claim?: Digest;
  readonly seconds?: number;
  readonly peakMemory?: number;
  /** For `failed` and `skipped`, kebab-case. */
  readonly reason?: string;
  readonly message?: string;
  readonly log?: string;
}

/** A node whose inputs are known, and so its key. */
export interface Task {
  readonly node: Node;
  readonly action: Action;
  readonly key: Key;
}

/** What a run shares. */
export interface Running {
  readonly graph: Graph;
  readonly context: Context;
  readonly codes: Codes;
  readonly kernel: Kernel;
  /** Whether nothing is believed that was remembered: no memo, no checkpoint. */
  readonly paranoid: boolean;
  readonly threads: number;
  /** The nodes to run even if they are fresh. */
  readonly forced: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Places for workers, and places for those who read objects to verify them. */
  readonly jobs: Slots;
  readonly checks: Slots;
  readonly log: RunLog;
  readonly emit: Emit;
  readonly heights: ReadonlyMap<string, number>;
  readonly outcomes: Map<string, Outcome>;
  /** How many warnings the user has heard. */
  warnings: number;
  /** What went wrong beside the nodes, a sentence each. */
  readonly troubles: Set<string>;
  /** Node → what of its records is broken and not yet rebuilt. */
  readonly damage: Map<string, readonly Broken[]>;
}

/** What a node gives, by its record. */
export function given({ name, claim }: StoredRecord): Pick<Outcome, "outputs" | "claim"> {
  return { outputs: claim.outputs, claim: name };
}

/** Points the node at the record that it came to. */
export function rememberNode(run: Running, { node, key }: Task, record: StoredRecord): void {
  const pointer = { stage: node.stage.name, key, claim: record.name };
  run.context.store.remember(run.graph.study, node.name, pointer);
}

/** Remembers what the stage's code was made of, so that a later difference can be told by its files. */
export function rememberCode(run: Running, { node }: Task): void {
  run.context.store.rememberCode(codeIn(run.codes, node.stage));
}

/** Tells what a node's stage wants the user to hear, now or when it ran. */
export function tellWarnings(run: Running, { node }: Task, messages: readonly string[]): void {
  for (const message of messages) {
    run.warnings++;
    run.emit({ event: "warning", node: node.name, stage: node.stage.name, message });
  }
}

/** The outcome of a node that the run did not get to. */
export const interrupted: Outcome = {
  outcome: "skipped",
  reason: "interrupted",
  message: "The run was interrupted before this node was done",
};

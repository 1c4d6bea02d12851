// Everything a run has to say, as one stream of values; reporters only consume it.
import type { Digest, Key } from "./digest.ts";

/** The name and version that open each stream, so that readers can refuse what they do not know. */
export const eventSchema = "cairn.events/1";

/**
 * What became of a node. `ran`: a worker ran it. `fresh`: a record of its key was there, whole.
 * `failed`: it broke. `skipped`: something that it needs broke, or the run was interrupted.
 */
export type OutcomeName = "ran" | "fresh" | "failed" | "skipped";

/** The first event of a run. */
export interface RunStarted {
  readonly event: "run_started";
  readonly schema: typeof eventSchema;
  readonly run: string;
  readonly study: string;
  readonly nodes: number;
  readonly jobs: number;
  /** What shuts workers in: `deno, landlock 7, seccomp`. */
  readonly wall: string;
}

/** A worker was started for a node. */
export interface NodeStarted {
  readonly event: "node_started";
  readonly node: string;
  readonly stage: string;
  readonly key: Key;
}

/** How far a running node is. */
export interface NodeProgress {
  readonly event: "node_progress";
  readonly node: string;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly step: number;
  readonly steps: number;
  readonly loss?: number;
}

/** What a node's stage wants the user to hear; a node that is fresh repeats what it once said. */
export interface Warning {
  readonly event: "warning";
  readonly node: string;
  readonly stage: string;
  readonly message: string;
}

/** A node is settled; each node of a run has exactly one of these. */
export interface NodeFinished {
  readonly event: "node_finished";
  readonly node: string;
  readonly stage: string;
  readonly outcome: OutcomeName;
  readonly key?: Key;
  readonly seconds?: number;
  /** Highest resident memory of the worker, in bytes. */
  readonly peakMemory?: number;
  /** kebab-case, for `failed` and `skipped`. */
  readonly reason?: string;
  readonly message?: string;
  /** Path of the worker's log, where there is one. */
  readonly log?: string;
}

/** An object that was missing or wrong came back, byte for byte. */
export interface Repaired {
  readonly event: "repaired";
  readonly node: string;
  readonly file: string;
  readonly digest: Digest;
}

/** An object with wrong bytes was moved out of the way. */
export interface Quarantined {
  readonly event: "quarantined";
  readonly node: string;
  readonly file: string;
  readonly digest: Digest;
  /** Where the wrong bytes lie now. */
  readonly path: string;
}

/** One key has given different bytes: measured, and never hidden. */
export interface Nondeterministic {
  readonly event: "nondeterministic";
  readonly node: string;
  readonly stage: string;
  readonly key: Key;
  /** How many different results this key has by now. */
  readonly records: number;
  /** The files that differ between them. */
  readonly files: readonly string[];
}

/** Another run is at work on the same action; this one waits for its result. */
export interface WaitingForLease {
  readonly event: "waiting_for_lease";
  readonly node: string;
  readonly key: Key;
}

/** The run could not keep its log, its memory or its order; what it computed is none the worse. */
export interface Trouble {
  readonly event: "trouble";
  readonly message: string;
}

/** The last event of a run. */
export interface RunFinished {
  readonly event: "run_finished";
  readonly ran: number;
  readonly fresh: number;
  readonly failed: number;
  readonly skipped: number;
  readonly warnings: number;
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** One member per kind of news. */
export type Event =
  | RunStarted
  | NodeStarted
  | NodeProgress
  | Warning
  | NodeFinished
  | Repaired
  | Quarantined
  | Nondeterministic
  | WaitingForLease
  | Trouble
  | RunFinished;

/** Who listens to a run. */
export type Emit = (event: Event) => void;

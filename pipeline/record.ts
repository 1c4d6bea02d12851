// A record: that an action, on this machine, at this time, gave these objects.
import { canonicalJson } from "./canonical_json.ts";
import { type Digest, digestOf, type Key } from "./digest.ts";
import type { Action } from "./fingerprint.ts";
import type { ObjectRef } from "./store/objects.ts";

/** The schema of record files; another one is as good as no record. */
export const recordSchema = "cairn.record/1";

/** Output file → its object. */
export type Outputs = Readonly<Record<string, ObjectRef>>;

/** Facts about the making, and no part of the result: they never leave the store. */
export interface RunFacts {
  /** The run, and the folder of its log: `runs/<id>/`. */
  readonly id: string;
  /** When the node was done: ISO 8601, UTC. */
  readonly at: string;
  readonly seconds: number;
  /** Highest resident memory of the worker, in bytes. */
  readonly peakMemory: number;
  readonly host: string;
  readonly cpu: string;
  /** What the stage wanted the user to hear. */
  readonly warnings: readonly string[];
}

/** What one key gave, once. A key with two records is measured nondeterminism. */
export interface RecordOf {
  readonly schema: typeof recordSchema;
  readonly key: Key;
  /** The node that first asked for it; others may share the key. */
  readonly node: string;
  readonly stage: string;
  readonly action: Action;
  readonly outputs: Outputs;
  readonly run: RunFacts;
}

/** The identity of a result: the digest of its table of outputs. */
export function resultDigest(outputs: Outputs): Digest {
  return digestOf(canonicalJson(outputs));
}

// Graphs, bytes and digests: what is to be computed, what is known of it already, and how it gets done.
//
// This room knows nodes, keys, objects, records, processes and locks. It must not know what the bytes
// mean: it has never heard of a tensor, a model or a method, and it enters no other room. Start with
// `stage.ts` (the central abstraction), then `fingerprint.ts` (what makes a key), then `run.ts`.
export { canonicalJson } from "./canonical_json.ts";
export type { Json } from "./canonical_json.ts";
export { codeOf, codesOf } from "./code.ts";
export { codeFault } from "./code/code_fault.ts";
export type { CodeIdentity } from "./code_identity.ts";
export type { Configurations, Context, Environments } from "./context.ts";
export type { Difference } from "./difference.ts";
export { digestOf, isDigest } from "./digest.ts";
export type { Digest, Key } from "./digest.ts";
export type {
  Emit,
  Event,
  NodeFinished,
  NodeProgress,
  NodeStarted,
  Nondeterministic,
  OutcomeName,
  Quarantined,
  Repaired,
  RunFinished,
  RunStarted,
  Trouble,
  WaitingForLease,
  Warning,
} from "./event.ts";
export { keyOf, preimage } from "./fingerprint.ts";
export type { Action, CodeDigests } from "./fingerprint.ts";
export { dependencies, makeGraph, nodeOf, upstream } from "./graph.ts";
export type { Graph } from "./graph.ts";
export { plan } from "./plan.ts";
export type { NodeState, Planned, PlanOptions } from "./plan.ts";
export { digestOfPlainFile, readPlainFile } from "./plain_file.ts";
export type { Claim, Note, Outputs, StoredRecord } from "./record.ts";
export { failure, success } from "./result.ts";
export type { Failure, Result } from "./result.ts";
export { run } from "./run.ts";
export type { RunOptions, Summary } from "./run.ts";
export type { Outcome } from "./running.ts";
export { show } from "./show.ts";
export type { Shown } from "./show.ts";
export { defineStage } from "./stage.ts";
export type { AnyStage, EnvironmentClass, FileRef, Node, Progress, Stage, Work } from "./stage.ts";
export type { ObjectRef, ObjectState } from "./store/objects.ts";
export { openStore } from "./store/open_store.ts";
export { isFileName, sayable } from "./store/parse.ts";
export type { Pointer, Store } from "./store/store.ts";
export { attempt, attemptSync, NotPlain, systemCause } from "./system_error.ts";
export { why } from "./why.ts";
export type { Reason } from "./why.ts";
export { thisKernel } from "./worker/kernel.ts";
export { killQuietly, launch } from "./worker/launch.ts";
export { bareEnvironment, held, withoutComma } from "./worker/wall.ts";
export type { Confined } from "./worker/wall.ts";

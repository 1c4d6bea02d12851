// The record of one node, as the last run of its study left it.
import type { CodeIdentity } from "./code_identity.ts";
import type { Context } from "./context.ts";
import type { Digest, Key } from "./digest.ts";
import { preimage } from "./fingerprint.ts";
import { type Graph, nodeOf } from "./graph.ts";
import type { Json } from "./json.ts";
import { type RecordOf, resultDigest, type RunFacts } from "./record.ts";
import { failure, type Result, success } from "./result.ts";
import type { FileRef } from "./stage.ts";
import type { ObjectRef } from "./store/objects.ts";

/** What `show` prints. */
export interface Shown {
  readonly node: string;
  readonly stage: string;
  readonly key: Key;
  readonly parameters: Json;
  /** Where the study takes each input from, and the content that it had. */
  readonly inputs: Readonly<Record<string, Partial<FileRef> & { readonly digest: Digest }>>;
  readonly outputs: Readonly<Record<string, ObjectRef & { readonly path: string }>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly code: { readonly bundle: Digest; readonly packages: Digest };
  /** What the code digests were made of, where the store still knows. */
  readonly codeSources?: CodeIdentity;
  readonly run: RunFacts;
  /** How many different results the key has. */
  readonly records: number;
  /** The text whose entries were hashed into the key. */
  readonly preimage: string;
}

/** The node's record. Reasons of refusal: `no-record`. */
export function show(context: Context, graph: Graph, name: string): Promise<Result<Shown>> {
  return Promise.resolve(shown(context, graph, name));
}

function shown({ store }: Context, graph: Graph, name: string): Result<Shown> {
  const node = nodeOf(graph, name);
  const pointer = store.pointer(graph.study, name);
  const records = pointer === undefined ? [] : store.records(pointer.stage, pointer.key);
  const record = records.find(({ outputs }) => resultDigest(outputs) === pointer?.result) ??
    records[0];
  if (record === undefined) {
    return failure("no-record", `Node ${name} has no record in ${store.folder}: it has not run`);
  }
  const sources = store.code(record.action.code);
  return success({
    node: name,
    stage: record.stage,
    key: record.key,
    parameters: record.action.parameters,
    inputs: inputsOf(record, node.inputs),
    outputs: outputsOf(record, (digest) => store.objectPath(digest)),
    environment: record.action.environment,
    code: record.action.code,
    ...(sources === undefined ? {} : { codeSources: sources }),
    run: record.run,
    records: records.length,
    preimage: preimage(record.action),
  });
}

function inputsOf(
  { action }: RecordOf,
  refs: Readonly<Record<string, FileRef>>,
): Shown["inputs"] {
  const entries = Object.entries(action.inputs)
    .map(([name, digest]) => [name, { ...refs[name], digest }]);
  return Object.fromEntries(entries);
}

function outputsOf({ outputs }: RecordOf, path: (digest: Digest) => string): Shown["outputs"] {
  const entries = Object.entries(outputs)
    .map(([file, object]) => [file, { ...object, path: path(object.digest) }]);
  return Object.fromEntries(entries);
}

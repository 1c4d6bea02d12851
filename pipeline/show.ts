// The record of one node, as the last run of its study left it.
import type { CodeIdentity } from "./code_identity.ts";
import type { Context } from "./context.ts";
import type { Digest, Key } from "./digest.ts";
import { type Action, preimage } from "./fingerprint.ts";
import { type Graph, nodeOf } from "./graph.ts";
import type { Json } from "./canonical_json.ts";
import { type Note, type Outputs, resultsOf } from "./record.ts";
import { failure, type Result, success } from "./result.ts";
import type { FileRef } from "./stage.ts";
import { attempt } from "./system_error.ts";
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
  /** The name of its claim: the digest of a text without time, host and path. */
  readonly claim: Digest;
  /** The making of it, unless the store has lost the note. */
  readonly run?: Note;
  /** How many different results the key has. */
  readonly records: number;
  /** The text whose entries were hashed into the key. */
  readonly preimage: string;
}

/** The node's record. Reasons of refusal: `no-record`, and `file-system` where it cannot be read. */
export async function show(context: Context, graph: Graph, name: string): Promise<Result<Shown>> {
  const what = `read what the store ${context.store.folder} has of ${name}`;
  const found = await attempt(what, () => shown(context, graph, name));
  return found.ok ? found.value : found;
}

function shown({ store }: Context, graph: Graph, name: string): Result<Shown> {
  const node = nodeOf(graph, name);
  const pointer = store.pointer(graph.study, name);
  const records = pointer === undefined ? [] : store.records(pointer.stage, pointer.key);
  const record = records.find((each) => each.name === pointer?.claim) ?? records[0];
  if (record === undefined) {
    return failure("no-record", `Node ${name} has no record in ${store.folder}: it has not run`);
  }
  const { name: claim, claim: { key, action, outputs } } = record;
  const sources = store.code(action.code);
  const note = store.note(record);
  return success({
    node: name,
    stage: action.stage,
    key,
    claim,
    parameters: action.parameters,
    inputs: inputsOf(action, node.inputs),
    outputs: outputsOf(outputs, (digest) => store.objectPath(digest)),
    environment: action.environment,
    code: action.code,
    ...(sources === undefined ? {} : { codeSources: sources }),
    ...(note === undefined ? {} : { run: note }),
    records: resultsOf(records),
    preimage: preimage(action),
  });
}

function inputsOf(
  action: Action,
  refs: Readonly<Record<string, FileRef>>,
): Shown["inputs"] {
  const entries = Object.entries(action.inputs)
    .map(([name, digest]) => [name, { ...refs[name], digest }]);
  return Object.fromEntries(entries);
}

function outputsOf(outputs: Outputs, path: (digest: Digest) => string): Shown["outputs"] {
  const entries = Object.entries(outputs)
    .map(([file, object]) => [file, { ...object, path: path(object.digest) }]);
  return Object.fromEntries(entries);
}

// Fills a store as if every node of a graph had run, each output a line of text.
import { dirname, join } from "node:path";
import { actionOf } from "../../pipeline/action_of.ts";
import { codesOf } from "../../pipeline/code.ts";
import type { Context } from "../../pipeline/context.ts";
import { digestOf } from "../../pipeline/digest.ts";
import { type Action, keyOf } from "../../pipeline/fingerprint.ts";
import type { Graph } from "../../pipeline/graph.ts";
import {
  type Claim,
  claimSchemaName,
  type Note,
  type Outputs,
  type StoredRecord,
} from "../../pipeline/record.ts";
import type { Node } from "../../pipeline/stage.ts";
import { claimPath } from "../../pipeline/store/records.ts";
import type { Store } from "../../pipeline/store/store.ts";

/**
 * Gives the paths of all objects and records: what a plan has to look at. Records go through the
 * store; objects are written where they belong, since `put` syncs each one to the disk.
 */
export async function fillStore(graph: Graph, context: Context): Promise<string[]> {
  const { store, root, environments } = context;
  const nodes = [...graph.nodes.values()];
  const codes = await codesOf(nodes.map(({ stage }) => stage), { root, store, save: true });
  const made: Made = { store, records: new Map() };
  const files: string[] = [];
  for (const node of nodes) {
    const outputs = (name: string) => at(made, name).claim.outputs;
    const claim = claimOf(node, actionOf(node, { codes, environments, outputs }), made);
    const record = store.record(claim, note);
    made.records.set(node.name, record);
    const { key, action: { stage } } = claim;
    store.remember(graph.study, node.name, { stage, key, claim: record.name });
    files.push(...Object.values(claim.outputs).map(({ digest }) => store.objectPath(digest)));
    files.push(join(store.folder, claimPath(claim, record.name)));
  }
  await vouch([...made.records.values()].map(({ claim }) => claim.outputs), store);
  return files;
}

interface Made {
  readonly store: Store;
  readonly records: Map<string, StoredRecord>;
}

function at({ records }: Made, node: string): StoredRecord {
  const record = records.get(node);
  if (record === undefined) throw new RangeError(`Cannot find the record of ${node}`);
  return record;
}

function writeOutputs({ name, stage }: Node, store: Store): Outputs {
  const outputs = stage.outputs.map((file) => {
    const bytes = new TextEncoder().encode(`${name} ${file}\n`);
    const digest = digestOf(bytes);
    const path = store.objectPath(digest);
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeFileSync(path, bytes);
    return [file, { digest, size: bytes.length }] as const;
  });
  return Object.fromEntries(outputs);
}

/** From here on the stat of each object vouches for it, as after a run that was not just now. */
async function vouch(made: Iterable<Outputs>, store: Store): Promise<void> {
  const racyMilliseconds = 2000;
  await new Promise((resolve) => setTimeout(resolve, racyMilliseconds + 100));
  for (const outputs of made) {
    for (const object of Object.values(outputs)) await store.check(object);
  }
  await store.close();
}

function claimOf(node: Node, action: Action, made: Made): Claim {
  const claims = Object.entries(node.inputs).map(([name, ref]) => [name, at(made, ref.node).name]);
  return {
    schema: claimSchemaName,
    key: keyOf(action),
    action,
    environment: node.stage.environment,
    claims: Object.fromEntries(claims),
    outputs: writeOutputs(node, made.store),
  };
}

const note: Note = {
  node: "bench",
  id: "bench",
  at: "2026-01-01T00:00:00.000Z",
  seconds: 0,
  peakMemory: 0,
  host: "bench",
  cpu: "bench",
  wall: "deno",
  warnings: [],
};

// Fills a store as if every node of a graph had run, each output a line of text.
import { dirname, join } from "node:path";
import { actionOf } from "../../pipeline/action_of.ts";
import { codesOf } from "../../pipeline/code.ts";
import type { Context } from "../../pipeline/context.ts";
import { digestOf } from "../../pipeline/digest.ts";
import { keyOf } from "../../pipeline/fingerprint.ts";
import type { Graph } from "../../pipeline/graph.ts";
import { type Outputs, type RecordOf, recordSchema, resultDigest } from "../../pipeline/record.ts";
import type { Node } from "../../pipeline/stage.ts";
import { recordPath } from "../../pipeline/store/records.ts";
import type { Store } from "../../pipeline/store/store.ts";

/**
 * Gives the paths of all objects and records: what a plan has to look at. Records go through the
 * store; objects are written where they belong, since `put` syncs each one to the disk.
 */
export async function fillStore(graph: Graph, context: Context): Promise<string[]> {
  const { store, root, environments } = context;
  const nodes = [...graph.nodes.values()];
  const codes = await codesOf(nodes.map(({ stage }) => stage), { root, store, save: true });
  const made = new Map<string, Outputs>();
  const files: string[] = [];
  for (const node of nodes) {
    const outputs = writeOutputs(node, store);
    made.set(node.name, outputs);
    const action = actionOf(node, { codes, environments, outputs: (name) => made.get(name) });
    const record = recordOf(node, action, outputs);
    store.record(record);
    const { stage, key } = record;
    store.remember(graph.study, node.name, { stage, key, result: resultDigest(outputs) });
    files.push(...Object.values(outputs).map(({ digest }) => store.objectPath(digest)));
    files.push(join(store.folder, recordPath(record)));
  }
  await vouch(made.values(), store);
  return files;
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

function recordOf(node: Node, action: RecordOf["action"], outputs: Outputs): RecordOf {
  return {
    schema: recordSchema,
    key: keyOf(action),
    node: node.name,
    stage: node.stage.name,
    action,
    outputs,
    run: {
      id: "bench",
      at: "",
      seconds: 0,
      peakMemory: 0,
      host: "bench",
      cpu: "bench",
      warnings: [],
    },
  };
}

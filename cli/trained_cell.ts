// A trained cell in the store: its node, what it is made of, and where that lies.
import { type Node, nodeOf, plan, type Planned, type Result } from "../pipeline/mod.ts";
import type { CellFiles, ExportRequest } from "../studies/mod.ts";
import { findNode, spokenStudy, type Workspace } from "./workspace.ts";

/** A trained cell: what it is made of, and where it came from. */
export interface Trained extends Pick<ExportRequest, "files" | "parameters"> {
  readonly origin: Readonly<Record<string, unknown>>;
}

/** Refuses a node that trains nothing. */
export function findTrainNode(workspace: Workspace, name: string): Result<Node> {
  const found = findNode(workspace, name);
  if (!found.ok) return found;
  const node = nodeOf(workspace.graph, name);
  return node.stage.name === "train" ? { ok: true, value: node } : notTrained(node);
}

/** Refuses a node that has yet to run. */
export async function findTrained(workspace: Workspace, node: Node): Promise<Result<Trained>> {
  const { graph, context } = workspace;
  const planned = await plan(graph, context, { only: new Set([node.name]) });
  const own = planned.find((each) => each.node === node.name);
  if (own?.state !== "fresh") return notFresh(node.name, spokenStudy(workspace));
  return { ok: true, value: trainedOf(workspace, node, planned) };
}

function trainedOf(
  { graph, context }: Workspace,
  node: Node,
  planned: readonly Planned[],
): Trained {
  const outputs = new Map(planned.map((each) => [each.node, each.outputs ?? {}]));
  const inject = nodeOf(graph, sourceOf(node, "adapter").node);
  const data = nodeOf(graph, sourceOf(node, "data").node);
  const refs = {
    config: sourceOf(inject, "config"),
    weights: sourceOf(node, "weights"),
    adapter: sourceOf(node, "adapter"),
    merge: sourceOf(node, "merge"),
    data: sourceOf(node, "data"),
    // Data that use the tokenizer of others do not write it again.
    tokenizer: data.inputs.tokenizer ?? { node: data.name, file: "tokenizer.json" },
    best: { node: node.name, file: "best.safetensors" },
    trajectory: { node: node.name, file: "trajectory.safetensors" },
    metrics: { node: node.name, file: "metrics.json" },
  };
  const digests = Object.entries(refs).map(([role, { node, file }]) => {
    const object = outputs.get(node)?.[file];
    if (object === undefined) throw new Error(`Node ${node} is fresh and has no ${file}`);
    return [role, object.digest] as const;
  });
  const paths = digests.map(([role, digest]) => [role, context.store.objectPath(digest)]);
  const parameters = inject.parameters as Trained["parameters"];
  const key = planned.find((each) => each.node === node.name)?.key;
  const objects = Object.fromEntries(digests);
  const origin = { study: graph.study, node: node.name, key, objects, adapter: parameters };
  return { files: Object.fromEntries(paths) as CellFiles, parameters, origin };
}

function sourceOf(node: Node, input: string) {
  const source = node.inputs[input];
  if (source === undefined) throw new Error(`Node ${node.name} has no input ${input}`);
  return source;
}

function notTrained({ name, stage }: Node): Result<never> {
  const message =
    `Cannot export ${name} as a node of ${stage.name} has no weights of its own: name a train node`;
  return { ok: false, reason: "not-a-train-node", message };
}

function notFresh(name: string, study: string): Result<never> {
  const message = `Cannot export ${name} as it is not fresh: ` +
    `run 'deno task reproduce ${study}' first`;
  return { ok: false, reason: "not-fresh", message };
}

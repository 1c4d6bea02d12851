// why: why one node would run or not, down to the first field in which its action differs.
import { plan, sayable, why as whyNode } from "../../pipeline/mod.ts";
import type { EngineRequest } from "../engine.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { findNumber, isAddress } from "../address.ts";
import { findNode, openWorkspace, type Workspace } from "../workspace.ts";

export interface NodeOptions extends EngineRequest {
  readonly study: string;
  readonly store?: string | undefined;
  readonly json?: true | undefined;
}

const verdicts = { fresh: "is fresh", "to_run": "would run", waits: "waits" } as const;

/** Prints the state of a node and the reason for it. */
export async function why(name: string, options: NodeOptions, outside: Outside): Promise<ExitCode> {
  const opened = await openWorkspace(options, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  if (isAddress(name)) return await whyNumber(opened.value, name, { options, outside });
  const { graph, context } = opened.value;
  const node = findNode(opened.value, name);
  if (!node.ok) return refuse(node, options, outside);
  const { state, reason, field, before, after } = await whyNode(graph, context, node.value);
  if (options.json) {
    outside.write(
      jsonDocument("why", { study: graph.study, node: name, state, reason, field, before, after }),
    );
    return exitCode.done;
  }
  const change = field === undefined
    ? []
    : [`  field:  ${field}`, `  before: ${before}`, `  after:  ${after}`].map(sayable);
  outside.write([`${name} ${verdicts[state]}: ${reason}`, ...change, ""].join("\n"));
  return exitCode.done;
}

/** A number has the states of the nodes that it was computed from. */
async function whyNumber(
  { graph, context, ...workspace }: Workspace,
  address: string,
  { options, outside }: { readonly options: NodeOptions; readonly outside: Outside },
): Promise<ExitCode> {
  const found = findNumber({ graph, context, ...workspace }, address);
  if (!found.ok) return refuse(found, options, outside);
  const known = new Set(found.value.sources.filter((source) => graph.nodes.has(source)));
  const planned = await plan(graph, context, { only: known });
  const sources = planned.filter(({ node }) => known.has(node))
    .map(({ node, state, reason }) => ({ node, state, reason }));
  const study = graph.study;
  if (options.json) outside.write(jsonDocument("why", { study, address, sources }));
  else {
    const lines = sources.map(({ node, state, reason }) =>
      `  ${node} ${verdicts[state]}: ${reason}`
    );
    outside.write([`${address} was computed from:`, ...lines, ""].join("\n"));
  }
  return exitCode.done;
}

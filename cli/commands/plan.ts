// plan: what would run, what is fresh, and the reason for each; writes nothing.
import { plan as planGraph, type Planned } from "../../pipeline/mod.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { openWorkspace, type Request } from "../workspace.ts";

export interface PlanOptions extends Omit<Request, "study"> {
  readonly json?: true | undefined;
  /** A line for each node. */
  readonly all?: true | undefined;
}

type State = Planned["state"];

const words: Readonly<Record<State, string>> = {
  fresh: "fresh",
  "to_run": "to run",
  waits: "waits",
};

/** Prints the plan of a study: nodes by stage and state, or a line for each in the graph's order; then the counts. */
export async function plan(
  study: string,
  options: PlanOptions,
  outside: Outside,
): Promise<ExitCode> {
  const opened = await openWorkspace({ study, ...options }, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  const { graph, context, selected } = opened.value;
  const planned = await planGraph(graph, context, { only: selected });
  const nodes = planned.map(({ node, stage, state, reason }) => ({ node, stage, state, reason }));
  const counts = countStates(planned);
  if (options.json) outside.write(jsonDocument("plan", { study: graph.study, counts, nodes }));
  else {
    const lines = options.all ? nodes.map(planLine) : groupLines(nodes);
    outside.write([...lines, countLine(counts), ""].join("\n"));
  }
  return exitCode.done;
}

function countStates(planned: readonly { state: State }[]): Record<State, number> {
  const counts = { fresh: 0, "to_run": 0, waits: 0 };
  for (const { state } of planned) counts[state] += 1;
  return counts;
}

function planLine({ node, state, reason }: Pick<Planned, "node" | "state" | "reason">): string {
  return `${words[state].padEnd(6)}  ${node}  (${reason})`;
}

type PlanNode = Pick<Planned, "node" | "stage" | "state" | "reason">;

/** A line for each stage and state, in the order of the graph, with one node and its reason as an example. */
function groupLines(nodes: readonly PlanNode[]): string[] {
  const groups = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const name = `${node.stage} ${node.state}`;
    const group = groups.get(name) ?? [];
    group.push(node);
    groups.set(name, group);
  }
  return [...groups.values()].flatMap((group) => groupLine(group));
}

function groupLine([first, ...rest]: readonly PlanNode[]): string[] {
  if (first === undefined) return [];
  if (rest.length === 0) return [planLine(first)];
  const count = `${rest.length + 1} of ${first.stage}`;
  const isAlike = rest.every(({ reason }) => reason === first.reason);
  const example = isAlike ? first.reason : `${first.node}: ${first.reason}; …`;
  return [`${words[first.state].padEnd(6)}  ${count}  (${example})`];
}

function countLine({ fresh, "to_run": toRun, waits }: Record<State, number>): string {
  const total = fresh + toRun + waits;
  if (fresh === total) return `Nothing to run: all ${total} nodes are fresh`;
  return `${total} nodes: ${toRun} to run, ${waits} wait for them and may prove fresh, ${fresh} fresh`;
}

// graph: the nodes of a study and what they need, as a Mermaid flowchart.
import type { Graph } from "../../pipeline/mod.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { openWorkspace, type Request } from "../workspace.ts";

/** Prints the graph; paste it where Mermaid is rendered. */
export async function graph(
  study: string,
  options: Omit<Request, "study"> & { readonly json?: true | undefined },
  outside: Outside,
): Promise<ExitCode> {
  const opened = await openWorkspace({ study, ...options }, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  const nodes = graphNodes(opened.value.graph).filter(({ node }) =>
    opened.value.selected.has(node)
  );
  const text = mermaid(nodes);
  if (options.json) {
    outside.write(jsonDocument("graph", { study: opened.value.graph.study, nodes, mermaid: text }));
  } else outside.write(text);
  return exitCode.done;
}

export interface GraphNode {
  readonly node: string;
  readonly stage: string;
  /** Nodes whose outputs it reads, each once. */
  readonly needs: readonly string[];
}

/** The graph without its stages' code: names and edges, in topological order. */
function graphNodes(graph: Graph): GraphNode[] {
  return [...graph.nodes.values()].map(({ name, stage, inputs }) => ({
    node: name,
    stage: stage.name,
    needs: [...new Set(Object.values(inputs).map((input) => input.node))].sort(),
  }));
}

/** Mermaid text; nodes get short names, since theirs hold letters that Mermaid reads as syntax. */
export function mermaid(nodes: readonly GraphNode[]): string {
  const short = new Map(nodes.map(({ node }, index) => [node, `n${index}`]));
  const boxes = nodes.map(({ node }) =>
    `  ${short.get(node)}["${node.replaceAll('"', "#quot;")}"]`
  );
  const arrows = nodes.flatMap(({ node, needs }) =>
    needs.filter((need) => short.has(need)).map((need) =>
      `  ${short.get(need)} --> ${short.get(node)}`
    )
  );
  return ["flowchart LR", ...boxes, ...arrows, ""].join("\n");
}

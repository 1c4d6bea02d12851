// why: why one node would run or not, down to the first field in which its action differs.
import { why as whyNode } from "../../pipeline/mod.ts";
import type { EngineRequest } from "../engine.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { findNode, openWorkspace } from "../workspace.ts";

export interface NodeOptions extends EngineRequest {
  readonly study: string;
  readonly store?: string | undefined;
  readonly json?: true | undefined;
}

/** Prints the state of a node and the reason for it. */
export async function why(name: string, options: NodeOptions, outside: Outside): Promise<ExitCode> {
  const opened = await openWorkspace(options, outside);
  if (!opened.ok) return refuse(opened, options, outside);
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
  const verdict = { fresh: "is fresh", "to_run": "would run", waits: "waits" }[state];
  const change = field === undefined
    ? []
    : [`  field:  ${field}`, `  before: ${before}`, `  after:  ${after}`];
  outside.write([`${name} ${verdict}: ${reason}`, ...change, ""].join("\n"));
  return exitCode.done;
}

// Why one node would run, or would not.
import type { Context } from "./context.ts";
import { type Graph, nodeOf } from "./graph.ts";
import { type NodeState, plan } from "./plan.ts";

/** The reason for a node's state. */
export interface Reason {
  readonly state: NodeState;
  /** A sentence for people. */
  readonly reason: string;
  /** The first field that differs from the node's last action, as in the preimage. */
  readonly field?: string;
  /** Its value then and now, as JSON text; absent where the field came or went. */
  readonly before?: string;
  readonly after?: string;
}

/**
 * Plans the node and what it needs, and gives the reason for its state.
 *
 * @throws {RangeError} for a node that the graph does not have.
 */
export async function why(graph: Graph, context: Context, node: string): Promise<Reason> {
  const only = new Set([nodeOf(graph, node).name]);
  const planned = (await plan(graph, context, { only })).find((item) => item.node === node);
  if (planned === undefined) throw new RangeError(`Cannot plan node ${node}`);
  const { state, reason, difference } = planned;
  if (difference === undefined) return { state, reason };
  const { field, before, after } = difference;
  return {
    state,
    reason,
    field,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

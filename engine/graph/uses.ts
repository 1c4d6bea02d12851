// Who makes a value and who reads it: what the rewrites ask of a list of nodes.
import type { Node, Recording } from "./recording.ts";

/** Makers and readers of values. */
export interface Uses {
  /** The node that makes a value. */
  maker(value: string): Node | undefined;
  /** The nodes that read a value, once for each time they read it. */
  readers(value: string): readonly Node[];
  /** Whether a value is read once, and is no output of the graph. */
  single(value: string): boolean;
  /** Whether a value is an output of the graph. */
  isOutput(value: string): boolean;
}

/** The makers and readers in a recording. */
export function usesOf({ nodes, outputs }: Recording): Uses {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((value) => [value, node])));
  const readers = new Map<string, Node[]>();
  for (const node of nodes) for (const input of node.inputs) listFor(readers, input).push(node);
  const kept = new Set(outputs.map((output) => output.value));
  const reads = (value: string) => readers.get(value) ?? [];
  return {
    maker: (value) => makers.get(value),
    readers: reads,
    single: (value) => reads(value).length === 1 && !kept.has(value),
    isOutput: (value) => kept.has(value),
  };
}

function listFor(readers: Map<string, Node[]>, value: string): Node[] {
  const known = readers.get(value);
  if (known) return known;
  const list: Node[] = [];
  readers.set(value, list);
  return list;
}

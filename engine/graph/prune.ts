// Takes away what no output needs, gradients of frozen weights above all.
import type { Node, Recording } from "./recording.ts";

/** The recording without dead nodes, unused constants and unused inputs. */
export function prune(recording: Recording): Recording {
  const needed = new Set(recording.outputs.map((output) => output.value));
  const nodes = recording.nodes.toReversed().filter((node) => keep(node, needed)).reverse();
  return {
    ...recording,
    nodes,
    initializers: recording.initializers.filter(({ name }) => needed.has(name)),
    inputs: recording.inputs.filter(({ name }) => needed.has(name)),
  };
}

/** Decides from the last node to the first, so that `needed` grows before it is asked. */
function keep(node: Node, needed: Set<string>): boolean {
  if (!node.outputs.some((output) => needed.has(output))) return false;
  for (const input of node.inputs) needed.add(input);
  return true;
}

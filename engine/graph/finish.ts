// From a recording to a finished graph: rewrites, dead code, final names, bytes.
import { writeModel } from "../onnx/writer.ts";
import { foldAdditions, foldScales, foldTransposes } from "./fold.ts";
import type { Graph } from "./graph.ts";
import type { Initializer, Node, Recording } from "./recording.ts";

/** The graph of a recording. Equal recordings, dead code aside, give equal bytes. */
export function finish(recorded: Recording): Graph {
  const recording = rename(prune(foldTransposes(foldAdditions(foldScales(prune(recorded))))));
  return {
    bytes: writeModel(recording),
    inputs: recording.inputs,
    outputs: recording.outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    nodes: recording.nodes.map(({ domain: _domain, ...node }) => node),
    dropout: [],
  };
}

/** The recording without what no output needs, gradients of frozen weights above all. */
function prune(recording: Recording): Recording {
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

/**
 * Names nodes by operation and place, constants by their first use, and outputs as asked, so that what was
 * recorded and thrown away leaves no mark.
 */
function rename(recording: Recording): Recording {
  const order = firstUses(recording);
  const constants = recording.initializers.toSorted((a, b) => order(a.name) - order(b.name));
  const names = new Map([...nodeNames(recording), ...constantNames(constants)]);
  const copies = nameOutputs(recording, names);
  const named = (name: string) => names.get(name) ?? name;
  return {
    ...recording,
    nodes: [...recording.nodes, ...copies].map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    })),
    initializers: constants.map((constant) => ({ ...constant, name: named(constant.name) })),
    outputs: recording.outputs.map((output) => ({ ...output, value: output.name })),
  };
}

function firstUses({ nodes, outputs }: Recording): (name: string) => number {
  const order = new Map<string, number>();
  const uses = [...nodes.flatMap((node) => node.inputs), ...outputs.map((output) => output.value)];
  for (const name of uses) if (!order.has(name)) order.set(name, order.size);
  return (name) => order.get(name) ?? order.size;
}

function nodeNames({ nodes }: Recording): [string, string][] {
  return nodes.flatMap((node, place) =>
    node.outputs.map((output, index): [string, string] => [
      output,
      `${node.op}_${place}${index === 0 ? "" : `.${index}`}`,
    ])
  );
}

/** Frozen weights keep the names that they were given. */
function constantNames(constants: readonly Initializer[]): [string, string][] {
  return constants
    .filter((constant) => /^constant_\d+$/.test(constant.name))
    .map(({ name }, index) => [name, `constant_${index}`]);
}

/** A node's output takes the public name itself; a second name, an input or a constant needs a copy. */
function nameOutputs({ nodes, outputs }: Recording, names: Map<string, string>): Node[] {
  const free = new Set(nodes.flatMap((node) => node.outputs));
  return outputs.flatMap(({ name, value }): Node[] => {
    if (free.delete(value)) {
      names.set(value, name);
      return [];
    }
    return [{ op: "Identity", domain: "", inputs: [value], outputs: [name], attributes: {} }];
  });
}

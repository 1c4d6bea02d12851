// The graph of a study: its nodes, checked, in one topological order whatever order they came in.
import { asJson } from "./canonical_json.ts";
import { failure, type Result, success } from "./result.ts";
import type { FileRef, Node } from "./stage.ts";
import { isFileName, isInput, isSegment } from "./store/parse.ts";

/** A checked study. */
export interface Graph {
  readonly study: string;
  /** By name, each after all that it needs. */
  readonly nodes: ReadonlyMap<string, Node>;
}

/**
 * Checks nodes and puts them in order. Reasons of refusal: `bad-name`, `bad-parameters`,
 * `duplicate-node`, `unknown-node`, `unknown-file`, `cycle`.
 */
export function makeGraph(study: string, nodes: readonly Node[]): Result<Graph> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const problem = badName(study, nodes) ?? badParameters(nodes) ?? duplicate(nodes) ??
    unknownInput(nodes, byName);
  if (problem !== undefined) return problem;
  const depths = depthsOf(byName);
  const looping = nodes.filter((node) => !depths.has(node.name));
  if (looping.length > 0) return cycle(looping, byName);
  return success({ study, nodes: ordered(byName, depths) });
}

/** The named nodes and everything that they need. */
export function upstream(graph: Graph, names: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const rest = [...names];
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    // One by one: a report needs more nodes than a call takes arguments.
    for (const needed of dependencies(nodeOf(graph, name))) rest.push(needed);
  }
  return found;
}

/** The nodes that a node reads from, each once. */
export function dependencies(node: Node): string[] {
  return [...new Set(Object.values(node.inputs).map((ref) => ref.node))];
}

/**
 * A node by its name.
 *
 * @throws {RangeError} where there is none: names from outside are checked before.
 */
export function nodeOf(graph: Graph, name: string): Node {
  const node = graph.nodes.get(name);
  if (node === undefined) {
    throw new RangeError(`Cannot find node ${name} in study ${graph.study}`);
  }
  return node;
}

/** The longest way down from each node: those with much behind them should start first. */
export function heights(graph: Graph): Map<string, number> {
  const result = new Map<string, number>();
  for (const [name, node] of [...graph.nodes].reverse()) {
    const height = result.get(name) ?? 0;
    result.set(name, height);
    for (const dependency of dependencies(node)) {
      result.set(dependency, Math.max(result.get(dependency) ?? 0, height + 1));
    }
  }
  return result;
}

// A node's name becomes paths (logs, pointers): none of its parts could meet a file of ours.
const ownEnding = /\.(?:json|log)$/;

function badName(study: string, nodes: readonly Node[]): Result<never> | undefined {
  if (!isSegment(study)) return unnamed("a study", study);
  const bad = nodes.find(({ name }) => !isNodeName(name));
  if (bad !== undefined) return unnamed("a node", bad.name);
  const stages = new Set(nodes.map(({ stage }) => stage));
  for (const { name, outputs } of stages) {
    if (!isSegment(name)) return unnamed("a stage", name);
    const file = outputs.find((output) => !isFileName(output));
    if (file !== undefined) return unnamed(`an output of stage ${name}`, file);
  }
  const input = nodes.flatMap(({ inputs }) => Object.keys(inputs)).find((each) => !isInput(each));
  return input === undefined ? undefined : unnamed("an input", input);
}

function isNodeName(name: string): boolean {
  return isFileName(name) &&
    name.split("/").every((part) => isSegment(part) && !ownEnding.test(part));
}

/** As it is refused, cut: a name may be as long as a book. */
function unnamed(what: string, name: string): Result<never> {
  const shown = name.length > 60 ? `${name.slice(0, 60)}… (${name.length} characters)` : name;
  return failure("bad-name", `Cannot name ${what} "${shown}"`);
}

function badParameters(nodes: readonly Node[]): Result<never> | undefined {
  for (const node of nodes) {
    try {
      asJson(node.parameters, `the parameters of ${node.name}`);
    } catch (error) {
      if (error instanceof TypeError) return failure("bad-parameters", error.message);
      throw error;
    }
  }
  return undefined;
}

function duplicate(nodes: readonly Node[]): Result<never> | undefined {
  const seen = new Set<string>();
  const twice = nodes.find((node) => seen.size === seen.add(node.name).size);
  return twice && failure("duplicate-node", `Cannot have two nodes named ${twice.name}`);
}

function unknownInput(
  nodes: readonly Node[],
  byName: ReadonlyMap<string, Node>,
): Result<never> | undefined {
  for (const node of nodes) {
    for (const ref of Object.values(node.inputs)) {
      const problem = unknownRef(ref, byName);
      if (problem !== undefined) return failure(problem, refSentence(node, ref, problem));
    }
  }
  return undefined;
}

function unknownRef(ref: FileRef, byName: ReadonlyMap<string, Node>): string | undefined {
  const giver = byName.get(ref.node);
  if (giver === undefined) return "unknown-node";
  return giver.stage.outputs.includes(ref.file) ? undefined : "unknown-file";
}

function refSentence(node: Node, ref: FileRef, problem: string): string {
  const what = problem === "unknown-node"
    ? "which the study does not have"
    : `which does not give a file ${ref.file}`;
  return `Node ${node.name} reads from ${ref.node}, ${what}`;
}

/** Longest way up from each node (Kahn); nodes on a cycle, and behind one, are left out. */
function depthsOf(nodes: ReadonlyMap<string, Node>): Map<string, number> {
  const waiting = new Map([...nodes].map(([name, node]) => [name, dependencies(node).length]));
  const readers = readersOf(nodes);
  const depths = new Map<string, number>();
  let front = [...waiting].filter(([, count]) => count === 0).map(([name]) => name);
  for (let depth = 0; front.length > 0; depth++) {
    for (const name of front) depths.set(name, depth);
    front = front.flatMap((name) => readers.get(name) ?? []).filter((reader) => {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      return left === 0;
    });
  }
  return depths;
}

function readersOf(nodes: ReadonlyMap<string, Node>): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const [name, node] of nodes) {
    for (const dependency of dependencies(node)) {
      const list = readers.get(dependency) ?? [];
      list.push(name);
      readers.set(dependency, list);
    }
  }
  return readers;
}

function ordered(
  byName: ReadonlyMap<string, Node>,
  depths: ReadonlyMap<string, number>,
): Map<string, Node> {
  const depth = (name: string) => depths.get(name) ?? 0;
  return new Map(
    [...byName].sort(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1)),
  );
}

function cycle(looping: readonly Node[], byName: ReadonlyMap<string, Node>): Result<never> {
  const names = new Set(looping.map((node) => node.name));
  const path: string[] = [];
  let name = [...names].sort()[0];
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    const node = byName.get(name);
    name = node && dependencies(node).find((dependency) => names.has(dependency));
  }
  const loop = [...path.slice(path.indexOf(name ?? "")), name].reverse();
  return failure("cycle", `Cannot order nodes that need each other: ${loop.join(" → ")}`);
}

// Moves additions into the third operand of `Gemm`, so that a sum of products is one pass each.
import type { Node, Recording } from "./recording.ts";
import { type Uses, usesOf } from "./uses.ts";
import type { Wire } from "./wire.ts";

/** The recording with A B + C made by one node, where A B is read by nobody else. */
export function foldAdditions(recording: Recording): Recording {
  const context = { uses: usesOf(recording), wires: recording.wires, gone: new Set<Node>() };
  const folded = new Map(recording.nodes.map((node) => [node, sumOf(node, context)]));
  const nodes = recording.nodes
    .filter((node) => !context.gone.has(node))
    .map((node) => folded.get(node) ?? node);
  return { ...recording, nodes };
}

interface Context {
  readonly uses: Uses;
  readonly wires: ReadonlyMap<string, Wire>;
  /** The products that an addition has taken in. */
  readonly gone: Set<Node>;
}

/** The node that takes the place of an addition. */
function sumOf(node: Node, context: Context): Node | undefined {
  const [a, b] = node.inputs as [string, string];
  if (node.op !== "Add" || a === b) return undefined;
  // The later operand first: its product can take in what is there already.
  return sumWith(node, [b, a], context) ?? sumWith(node, [a, b], context);
}

function sumWith(
  node: Node,
  [product, addend]: readonly [string, string],
  { uses, wires, gone }: Context,
): Node | undefined {
  const gemm = uses.maker(product);
  if (gemm?.op !== "Gemm" || gemm.inputs.length !== 2 || gone.has(gemm)) return undefined;
  const sameShape = String(wires.get(product)?.shape) === String(wires.get(addend)?.shape);
  if (!uses.single(product) || !sameShape) return undefined;
  gone.add(gemm);
  return { ...gemm, inputs: [...gemm.inputs, addend], outputs: node.outputs };
}

// Moves what stands beside a matrix product into the product: numbers, additions and transposes become
// its `alpha`, its third operand and its flags, so that one pass over the elements does it all.
import type { Attributes, Initializer, Node, Recording, Wire } from "./recording.ts";
import { type Uses, usesOf } from "./uses.ts";

/** The recording with scaled products made by one node each: s·(A B) and (s·A) B. */
export function foldScales(recording: Recording): Recording {
  const scalars = scalarsOf(recording.initializers);
  const state = { uses: usesOf(recording), scalars, replaced: new Map<Node, Node | null>() };
  for (const node of recording.nodes) {
    const scaling = scalingOf(node, scalars);
    if (scaling) foldInto(state, scaling);
  }
  const replace = (node: Node) => state.replaced.has(node) ? state.replaced.get(node) : node;
  const nodes = recording.nodes.map(replace).filter((node) => node !== undefined && node !== null);
  return { ...recording, nodes };
}

interface State {
  readonly uses: Uses;
  readonly scalars: ReadonlyMap<string, number>;
  /** What takes a node's place; null where nothing does. */
  readonly replaced: Map<Node, Node | null>;
}

/** A multiplication of a value by a number. */
interface Scaling {
  readonly node: Node;
  readonly value: string;
  readonly result: string;
  readonly factor: number;
}

const products: ReadonlySet<string> = new Set(["Gemm", "MatMul", "FusedMatMul"]);

function scalingOf(node: Node, scalars: ReadonlyMap<string, number>): Scaling | undefined {
  if (node.op !== "Mul") return undefined;
  const [a, b, result] = [...node.inputs, ...node.outputs] as [string, string, string];
  const [value, scalar] = scalars.has(a) ? [b, a] : [a, b];
  const factor = scalars.get(scalar);
  return factor === undefined ? undefined : { node, value, result, factor };
}

function foldInto(state: State, scaling: Scaling): void {
  if (foldIntoMaker(state, scaling)) return;
  foldIntoReaders(state, scaling);
}

/** s·(A B + C) = alpha·A B + beta·C, where nobody else reads the product. */
function foldIntoMaker(
  { uses, replaced }: State,
  { node, value, result, factor }: Scaling,
): boolean {
  const maker = uses.maker(value);
  if (!maker || !products.has(maker.op) || !uses.single(value) || replaced.has(maker)) return false;
  const beta: Attributes = maker.inputs.length === 3 ? { beta: { float: factor } } : {};
  const scaled = scaledProduct(maker, factor);
  const attributes = { ...scaled.attributes, ...beta };
  replaced.set(maker, null);
  replaced.set(node, { ...scaled, attributes, outputs: [result] });
  return true;
}

/** (s·A) B = alpha·A B, where only products read s·A as a factor, each of them once. */
function foldIntoReaders({ uses, replaced }: State, scaling: Scaling): void {
  const { node, value, result, factor } = scaling;
  const readers = uses.readers(result);
  const foldable = readers.every((reader) =>
    products.has(reader.op) && !replaced.has(reader) &&
    reader.inputs[2] !== result && reader.inputs[0] !== reader.inputs[1]
  );
  if (!foldable || uses.isOutput(result)) return;
  replaced.set(node, null);
  for (const reader of readers) {
    const inputs = reader.inputs.map((input) => input === result ? value : input);
    replaced.set(reader, { ...scaledProduct(reader, factor), inputs });
  }
}

function scaledProduct(node: Node, factor: number): Node {
  const before = node.attributes["alpha"];
  const alpha = typeof before === "object" && "float" in before ? before.float : 1;
  const attributes = { ...node.attributes, alpha: { float: alpha * factor } };
  // Only ONNX Runtime's own product takes a scale.
  return node.op === "MatMul"
    ? { ...node, op: "FusedMatMul", domain: "com.microsoft", attributes }
    : { ...node, attributes };
}

function scalarsOf(initializers: readonly Initializer[]): Map<string, number> {
  const scalars = initializers.filter(({ shape, dtype, source }) =>
    shape.length === 0 && dtype === "float32" && source.kind === "bytes"
  );
  return new Map(scalars.map((scalar) => [scalar.name, numberOf(scalar)]));
}

function numberOf({ source }: Initializer): number {
  if (source.kind === "file") return NaN;
  return new DataView(source.bytes.buffer, source.bytes.byteOffset).getFloat32(0, true);
}

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

/** The recording with turned operands of `Gemm` read unturned; the turning itself may then be dead code. */
export function foldTransposes(recording: Recording): Recording {
  const uses = usesOf(recording);
  const nodes = recording.nodes.map((node) => node.op === "Gemm" ? unturned(node, uses) : node);
  return { ...recording, nodes };
}

function unturned(gemm: Node, uses: Uses): Node {
  const sides = ["transA", "transB"].map((flag, place) => {
    const operand = gemm.inputs[place] as string;
    const original = originalOf(operand, uses);
    const turned = Number(gemm.attributes[flag] === 1);
    return {
      flag,
      operand: original ?? operand,
      turned: original === undefined ? turned : 1 - turned,
    };
  });
  return {
    ...gemm,
    inputs: [...sides.map(({ operand }) => operand), ...gemm.inputs.slice(2)],
    attributes: {
      ...gemm.attributes,
      ...Object.fromEntries(sides.map(({ flag, turned }) => [flag, turned])),
    },
  };
}

/** The matrix of which a value is the transpose. */
function originalOf(value: string, uses: Uses): string | undefined {
  const maker = uses.maker(value);
  return maker?.op === "Transpose" && String(maker.attributes.perm) === "1,0"
    ? maker.inputs[0]
    : undefined;
}

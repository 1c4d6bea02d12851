// Reads what `writer.ts` writes: an ONNX model as nodes, constants, inputs and outputs.
import type { Attribute, Initializer, Node, WireType } from "../graph/recording.ts";
import type { Source } from "../source.ts";
import { type Fields, fieldsOf } from "./proto_reader.ts";

/** An input or output of a model. */
export interface Declared {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WireType;
}

/** A model as it stands in its bytes. */
export interface Model {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
}

/** Decodes a model of this project. Throws for element types that `writer.ts` does not write. */
export function readModel(bytes: Uint8Array): Model {
  const graph = fieldsOf(fieldsOf(bytes).bytes(7));
  return {
    nodes: graph.all(1).map((node) => nodeIn(fieldsOf(node))),
    initializers: graph.all(5).map((tensor) => initializerIn(fieldsOf(tensor))),
    inputs: graph.all(11).map((info) => declaredIn(fieldsOf(info))),
    outputs: graph.all(12).map((info) => declaredIn(fieldsOf(info))),
  };
}

/** The weight files that a model names, each once. */
export function externalFiles({ initializers }: Model): string[] {
  const files = initializers.flatMap(({ source }) => source.kind === "file" ? [source.file] : []);
  return [...new Set(files)];
}

function nodeIn(node: Fields): Node {
  return {
    op: node.text(4),
    domain: node.text(7) as Node["domain"],
    inputs: node.texts(1),
    outputs: node.texts(2),
    attributes: Object.fromEntries(node.all(5).map((bytes) => attributeIn(fieldsOf(bytes)))),
  };
}

/** Kinds of attribute, as AttributeProto numbers them. */
const [float, integer, text] = [1, 2, 3] as const;

function attributeIn(attribute: Fields): [string, Attribute] {
  const kind = attribute.integer(20);
  const name = attribute.text(1);
  if (kind === float) return [name, { float: attribute.float(2) }];
  if (kind === integer) return [name, attribute.integer(3)];
  if (kind === text) return [name, attribute.text(4)];
  return [name, attribute.integers(8)];
}

const elementTypes: ReadonlyMap<number, WireType> = new Map([
  [1, "float32"],
  [6, "int32"],
  [7, "int64"],
  [9, "bool"],
]);

function elementType(number: number): WireType {
  const type = elementTypes.get(number);
  if (type === undefined) throw new RangeError(`Cannot read ONNX's element type ${number}`);
  return type;
}

function initializerIn(tensor: Fields): Initializer {
  return {
    name: tensor.text(8),
    shape: tensor.integers(1),
    dtype: elementType(tensor.integer(2)),
    source: sourceIn(tensor),
  };
}

function sourceIn(tensor: Fields): Source {
  const places = tensor.all(13).map((bytes) => fieldsOf(bytes));
  if (places.length === 0) return { kind: "bytes", bytes: tensor.bytes(9) };
  const { location = "", offset, length } = Object.fromEntries(
    places.map((place) => [place.text(1), place.text(2)]),
  );
  return { kind: "file", file: location, offset: Number(offset), length: Number(length) };
}

function declaredIn(info: Fields): Declared {
  const tensor = fieldsOf(fieldsOf(info.bytes(2)).bytes(1));
  const extents = fieldsOf(tensor.bytes(2)).all(1);
  return {
    name: info.text(1),
    shape: extents.map((extent) => fieldsOf(extent).integer(1)),
    dtype: elementType(tensor.integer(1)),
  };
}

// Writes a recording as an ONNX model; field numbers are those of onnx.proto3.
import type { Attribute, Initializer, Node, Recording, WireType } from "../graph/recording.ts";
import type { FileSource } from "../source.ts";
import { Message } from "./proto.ts";

const IR_VERSION = 10;
const OPERATIONS = { "": 20, "com.microsoft": 1 } as const;

const elementType: Readonly<Record<WireType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };
const attributeType = { float: 1, integer: 2, text: 3, integers: 7 } as const;
const EXTERNAL = 1;

/** The bytes of an ONNX model: ModelProto with one graph, no names of nodes, no documentation. */
export function writeModel(recording: Recording): Uint8Array {
  const model = new Message()
    .integer(1, IR_VERSION)
    .text(2, "cairn")
    .message(7, graphProto(recording));
  for (const [domain, version] of Object.entries(OPERATIONS)) {
    model.message(8, new Message().text(1, domain).integer(2, version));
  }
  return model.finish();
}

function graphProto({ nodes, initializers, inputs, outputs }: Recording): Message {
  const graph = new Message();
  for (const node of nodes) graph.message(1, nodeProto(node));
  graph.text(2, "graph");
  for (const initializer of initializers) graph.message(5, tensorProto(initializer));
  for (const input of inputs) graph.message(11, valueInfo(input));
  for (const output of outputs) graph.message(12, valueInfo(output));
  return graph;
}

function nodeProto({ op, domain, inputs, outputs, attributes }: Node): Message {
  const node = new Message();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(4, op);
  for (const [name, attribute] of Object.entries(attributes)) {
    node.message(5, attributeProto(name, attribute));
  }
  return domain === "" ? node : node.text(7, domain);
}

function attributeProto(name: string, attribute: Attribute): Message {
  const proto = new Message().text(1, name);
  if (typeof attribute === "number") {
    return proto.integer(3, attribute).integer(20, attributeType.integer);
  }
  if (typeof attribute === "string") {
    return proto.text(4, attribute).integer(20, attributeType.text);
  }
  if ("float" in attribute) return proto.float(2, attribute.float).integer(20, attributeType.float);
  for (const value of attribute) proto.integer(8, value);
  return proto.integer(20, attributeType.integers);
}

function tensorProto({ name, shape, dtype, source }: Initializer): Message {
  const tensor = new Message();
  for (const extent of shape) tensor.integer(1, extent);
  tensor.integer(2, elementType[dtype]).text(8, name);
  return source.kind === "bytes" ? tensor.bytes(9, source.bytes) : external(tensor, source);
}

/** The file's name is relative: its folder is told to the session, so the graph can move. */
function external(tensor: Message, { file, offset, length }: FileSource): Message {
  const places = { location: file, offset: String(offset), length: String(length) };
  for (const [key, value] of Object.entries(places)) {
    tensor.message(13, new Message().text(1, key).text(2, value));
  }
  return tensor.integer(14, EXTERNAL);
}

interface ValueInfo {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WireType;
}

function valueInfo({ name, shape, dtype }: ValueInfo): Message {
  const extents = new Message();
  for (const extent of shape) extents.message(1, new Message().integer(1, extent));
  const tensor = new Message().integer(1, elementType[dtype]).message(2, extents);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

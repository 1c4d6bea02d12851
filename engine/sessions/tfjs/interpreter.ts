// Runs an ONNX graph of this project node by node on a back-end of TensorFlow.js.
import type { Node } from "../../graph/recording.ts";
import { type Declared, type Model, readModel } from "../../onnx/reader.ts";
import { feedsFor, type Session } from "../../session.ts";
import type { Tensor } from "../../tf.ts";
import type { Value } from "../../value.ts";
import { algebra } from "./algebra.ts";
import { openConstants } from "./constants.ts";
import { elementwise } from "./elementwise.ts";
import { gathering } from "./gathering.ts";
import { type Kernel, type Operand, type Place, settingsOf, type TensorFlow } from "./kernel.ts";
import { movement } from "./movement.ts";

/** Which operation of ONNX is computed by what of TensorFlow.js; what is not here cannot run. */
const kernels: Readonly<Record<string, Kernel>> = {
  ...elementwise,
  ...movement,
  ...algebra,
  ...gathering,
};

/**
 * Prepares a graph: its constants become tensors at once. Throws for an operation that has no kernel,
 * and where a weight file is missing.
 */
export async function openInterpreter(graph: Uint8Array, place: Place): Promise<Session> {
  const model = readModel(graph);
  for (const { op } of model.nodes) refuseUnknown(op);
  await place.tf.setBackend(place.backend);
  const constants = await openConstants(model.initializers, place);
  const lasts = lastReaders(model);
  const inputs = model.inputs.map(({ name }) => name);
  return {
    inputs,
    outputs: model.outputs.map(({ name }) => name),
    run: async (feeds) => {
      // Something else of this process may have traced or computed in the meantime.
      await place.tf.setBackend(place.backend);
      return runOnce({ model, place, constants, lasts }, feedsFor(inputs, feeds));
    },
    close: () => {
      for (const { tensor } of constants.values()) tensor.dispose();
      return Promise.resolve();
    },
  };
}

function refuseUnknown(op: string): void {
  if (!Object.hasOwn(kernels, op)) {
    throw new Error(`Cannot interpret ONNX's ${op}: no kernel in engine/sessions/tfjs`);
  }
}

/** For each node, the values that nobody reads after it. Outputs and constants are never among them. */
function lastReaders({ nodes, outputs, initializers }: Model): ReadonlyMap<Node, string[]> {
  const seen = new Set([...outputs, ...initializers].map(({ name }) => name));
  const lasts = new Map<Node, string[]>();
  for (const node of nodes.toReversed()) {
    const names = [...new Set([...node.inputs, ...node.outputs])];
    lasts.set(node, names.filter((name) => !seen.has(name)));
    for (const name of names) seen.add(name);
  }
  return lasts;
}

interface Ready {
  readonly model: Model;
  readonly place: Place;
  readonly constants: ReadonlyMap<string, Operand>;
  readonly lasts: ReadonlyMap<Node, string[]>;
}

function runOnce(ready: Ready, feeds: [string, Value][]): Record<string, Value> {
  const { model, place: { tf } } = ready;
  const values = new Map(ready.constants);
  try {
    for (const [place, [name, value]] of feeds.entries()) {
      values.set(name, { tensor: fed(tf, value, model.inputs[place] as Declared) });
    }
    for (const node of model.nodes) step(ready, values, node);
    const results = model.outputs.map(({ name }) => [name, read(values.get(name))]);
    return Object.fromEntries(results);
  } finally {
    for (const [name, { tensor }] of values) if (!ready.constants.has(name)) tensor.dispose();
  }
}

function fed(tf: TensorFlow, { shape, dtype, data }: Value, wanted: Declared): Tensor {
  if (String(shape) === String(wanted.shape) && dtype === wanted.dtype) {
    return tf.tensor(data, [...shape], dtype);
  }
  const [is, must] = [`${dtype} [${shape}]`, `${wanted.dtype} [${wanted.shape}]`];
  throw new Error(`Cannot feed "${wanted.name}" as ${is}: it must be ${must}`);
}

/** Computes a node, and frees what nobody reads after it. */
function step({ place: { tf }, lasts }: Ready, values: Map<string, Operand>, node: Node): void {
  const operands = node.inputs.map((name) => operandAt(values, name, node));
  const call = { tf, operands, inputs: operands.map(({ tensor }) => tensor) };
  const kernel = kernels[node.op];
  const outputs = tf.tidy(() => kernel?.({ ...call, settings: settingsOf(node.attributes) }));
  for (const [place, tensor] of [outputs ?? []].flat().entries()) {
    const name = node.outputs[place];
    if (name === undefined) tensor.dispose();
    else values.set(name, { tensor });
  }
  for (const name of lasts.get(node) ?? []) {
    values.get(name)?.tensor.dispose();
    values.delete(name);
  }
}

function operandAt(values: ReadonlyMap<string, Operand>, name: string, { op }: Node): Operand {
  const operand = values.get(name);
  if (operand === undefined) throw new Error(`Cannot interpret ${op}: nothing gives it "${name}"`);
  return operand;
}

function read(operand: Operand | undefined): Value {
  if (operand === undefined) throw new Error("Cannot read an output that no node gives");
  const { shape, dtype } = operand.tensor;
  return { shape, dtype: dtype as Value["dtype"], data: operand.tensor.dataSync().slice() };
}

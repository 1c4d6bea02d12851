// One operation of ONNX in TensorFlow.js's terms: where it runs, what it reads, how it is told to compute.
import type { Attributes } from "../../graph/recording.ts";
import type { Tensor, tf } from "../../tf.ts";

/** The namespace of a build of TensorFlow.js: the packages for Node.js have the same. */
export type TensorFlow = typeof tf;

/** Where a graph is run. */
export interface Place {
  readonly tf: TensorFlow;
  /** As TensorFlow.js names it: `cpu`, `tensorflow`. */
  readonly backend: string;
  /** Where the weight files lie that the graph names. */
  readonly folder?: string;
}

/** One value of a graph under way. */
export interface Operand {
  /** The value; int64 is held as int32, which is all that indices need. */
  readonly tensor: Tensor;
  /** The elements, where the value is a small constant. */
  readonly numbers?: readonly number[];
}

/** What a node hands to its kernel. */
export interface Call {
  readonly tf: TensorFlow;
  /** The tensors that it reads, in order. */
  readonly inputs: readonly Tensor[];
  readonly operands: readonly Operand[];
  readonly settings: Settings;
}

/** Computes the outputs of a node, in order; what it makes beside them is freed. */
export type Kernel = (call: Call) => Tensor | Tensor[];

/** The attributes of a node. */
export interface Settings {
  number(name: string, otherwise: number): number;
  numbers(name: string): readonly number[] | undefined;
  text(name: string, otherwise: string): string;
}

/** Attributes with what holds where they lack. */
export function settingsOf(attributes: Attributes): Settings {
  return {
    number: (name, otherwise) => {
      const value = attributes[name];
      if (typeof value === "number") return value;
      return typeof value === "object" && "float" in value ? value.float : otherwise;
    },
    numbers: (name) => {
      const value = attributes[name];
      return Array.isArray(value) ? value : undefined;
    },
    text: (name, otherwise) => {
      const value = attributes[name];
      return typeof value === "string" ? value : otherwise;
    },
  };
}

/** The first input of a node. */
export function first({ inputs }: Call): Tensor {
  return inputs[0] as Tensor;
}

/** The first two inputs of a node. */
export function pair({ inputs }: Call): [Tensor, Tensor] {
  return [inputs[0] as Tensor, inputs[1] as Tensor];
}

/** The first three inputs of a node. */
export function triple({ inputs }: Call): [Tensor, Tensor, Tensor] {
  return [inputs[0] as Tensor, inputs[1] as Tensor, inputs[2] as Tensor];
}

/** An axis of a tensor, counted from the front. */
export function axisOf({ settings }: Call, x: Tensor, otherwise = 0): number {
  const axis = settings.number("axis", otherwise);
  return axis < 0 ? axis + x.rank : axis;
}

/** The numbers of an operand that says how to compute. Throws if they are no constant. */
export function numbersOf(operand: Operand | undefined, what: string): number[] {
  if (operand?.numbers === undefined) {
    throw new Error(`Cannot interpret a graph that computes its ${what}: they must be constants`);
  }
  return [...operand.numbers];
}

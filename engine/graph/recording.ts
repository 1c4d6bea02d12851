// A graph as it was recorded: nodes in order of execution, and where their first values come from.
import type { Source } from "../source.ts";
import type { DType, TensorSpec } from "../value.ts";

/** ONNX takes shapes and some indices as int64, a type that TensorFlow.js does not have. */
export type WireType = DType | "int64";

/** One value of the graph. */
export interface Wire {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WireType;
  /** Every element is this number, known while the graph is built. */
  readonly uniform?: number;
  /** The value of which this is the same elements in another shape. */
  readonly view?: Wire;
}

/** An attribute of an ONNX node; a plain number is an integer, a float says so. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** The attributes of a node, by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** One operation of the graph. */
export interface Node {
  readonly op: string;
  /** Empty for ONNX's own operations. */
  readonly domain: "" | "com.microsoft";
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** A constant of the graph. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WireType;
  readonly source: Source;
}

/** A whole graph; `outputs` gives each public name the value that it stands for. */
export interface Recording {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly (TensorSpec & { readonly value: string })[];
  /** Every value ever recorded. */
  readonly wires: ReadonlyMap<string, Wire>;
}

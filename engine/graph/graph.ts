// A finished graph: ONNX bytes, and what a reader wants to know without parsing them.
import type { TensorSpec } from "../value.ts";
import type { Attributes } from "./recording.ts";

/** A dropout mask that a training step takes as an input. */
export interface DropoutMask {
  /** `dropout/<i>`, counted in the order of the calls. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The share of elements that the mask drops. */
  readonly rate: number;
}

/** A traced computation. Equal computations have equal bytes, on every machine and in every folder. */
export interface Graph {
  /** The ONNX model; frozen weights stay in their files. */
  readonly bytes: Uint8Array;
  /** What the graph reads, in order of declaration; a declared input that nothing uses is gone. */
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly nodes: readonly GraphNode[];
  /** The masks among the inputs; empty but for training steps. */
  readonly dropout: readonly DropoutMask[];
}

/** One operation of a finished graph. */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

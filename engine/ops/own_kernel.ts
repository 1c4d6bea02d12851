// Calls one of our own kernels while tracing, and plain TensorFlow.js otherwise.
import type { OwnKernel } from "../lower/signatures.ts";
import { type Tensor, tf } from "../tf.ts";
import { isTracing } from "../trace/with_recorder.ts";

/** One operation, said twice. */
export interface OwnKernelCall {
  readonly kernel: OwnKernel;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly settings?: Readonly<Record<string, number>>;
  /** The same in TensorFlow.js's own operations. */
  eager(): Tensor | Tensor[];
}

/** The result of a kernel of one output. */
export function ownKernel(call: OwnKernelCall): Tensor {
  return ownKernels(call)[0] as Tensor;
}

/** The results of a kernel of several outputs. */
export function ownKernels({ kernel, inputs, settings, eager }: OwnKernelCall): Tensor[] {
  if (!isTracing()) return [eager()].flat();
  return [tf.engine().runKernel<Tensor | Tensor[]>(kernel, { ...inputs }, { ...settings })].flat();
}

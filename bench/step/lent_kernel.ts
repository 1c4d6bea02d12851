// The one kernel that the wasm backend lacks for a training step, lent to it so that its speed can be seen.
import { tf } from "../../engine/mod.ts";

/** Sums of the rows that have a segment's id, in one pass over the values. */
export const lentKernel = "UnsortedSegmentSum";

/** What the kernel needs of the backend, which has no public type. */
interface WasmBackend {
  readSync(dataId: object): Float32Array | Int32Array;
  makeOutput(shape: number[], dtype: tf.DataType, memory: undefined, values: Float32Array): {
    dataId: object;
    shape: number[];
    dtype: tf.DataType;
  };
}

/** Registers the kernel for `wasm`. */
export function lendKernel(): void {
  tf.registerKernel({ kernelName: lentKernel, backendName: "wasm", kernelFunc: segmentSum });
}

const segmentSum: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const wasm = backend as WasmBackend;
  const { x, segmentIds } = inputs as Record<"x" | "segmentIds", tf.TensorInfo>;
  const { numSegments } = attrs as unknown as { numSegments: number };
  const ids = wasm.readSync(segmentIds.dataId);
  const values = wasm.readSync(x.dataId);
  const width = values.length / ids.length;
  const sums = new Float32Array(numSegments * width);
  ids.forEach((id, row) => {
    for (let column = 0; column < width; column++) {
      sums[id * width + column] = (sums[id * width + column] ?? 0) +
        (values[row * width + column] ?? 0);
    }
  });
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  return wasm.makeOutput(shape, x.dtype, undefined, sums);
};

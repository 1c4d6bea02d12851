// What ONNX Runtime's builds share: values in, values out.
import type * as ort from "onnxruntime-node";
import { type Feeds, feedsFor, type Session } from "../session.ts";
import type { DType, Value } from "../value.ts";

/** The part of a build that makes tensors; every build has the same. */
export type Runtime = Pick<typeof ort, "Tensor">;

/** A session of a build, as this engine room hands it out. */
export function sessionOf(runtime: Runtime, session: ort.InferenceSession): Session {
  const inputs = session.inputNames;
  return {
    inputs,
    outputs: session.outputNames,
    run: async (feeds) => valuesOf(await session.run(tensorsOf(runtime, inputs, feeds))),
    close: () => session.release(),
  };
}

function tensorsOf(
  runtime: Runtime,
  inputs: readonly string[],
  feeds: Feeds,
): Record<string, ort.Tensor> {
  const fed = feedsFor(inputs, feeds);
  return Object.fromEntries(fed.map(([name, value]) => [name, tensorOf(runtime, value)]));
}

/** The tensor reads the array in place. */
function tensorOf({ Tensor }: Runtime, { dtype, data, shape }: Value): ort.Tensor {
  return new Tensor(dtype as "float32", data as Float32Array, shape);
}

function valuesOf(tensors: ort.InferenceSession.OnnxValueMapType): Record<string, Value> {
  const values = Object.entries(tensors).map(([name, tensor]) => [name, valueOf(tensor)]);
  return Object.fromEntries(values);
}

/** Graphs of this engine have these types of output and no other. */
function valueOf(value: ort.OnnxValue): Value {
  const { dims, type, data } = value as ort.Tensor;
  return { shape: dims, dtype: type as DType, data: data as Value["data"] };
}

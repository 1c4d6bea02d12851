// Runs a computation at once on TensorFlow.js's own cpu: the reference that traces are held to.
import type { Source } from "../source.ts";
import type { TensorSpec, Value } from "../value.ts";
import { quiet, type Tensor, tf } from "../tf.ts";
import type { Build, Tracer } from "./tracer.ts";

/**
 * What `build` computes from `feeds`. A constant is taken from the feeds if they have its name, else
 * from its bytes; a constant of a file that nobody fed is an error, and so is a missing input.
 */
export function eager(
  build: Build,
  feeds: Readonly<Record<string, Value>>,
): Record<string, Value> {
  quiet();
  // Settles at once: the cpu backend is not asynchronous.
  void tf.setBackend("cpu");
  const results: Record<string, Value> = {};
  tf.tidy(() => {
    const outputs = build(tracerOf(feeds));
    for (const [name, tensor] of Object.entries(outputs)) results[name] = valueOf(tensor);
  });
  return results;
}

/** The values of an eager tensor. */
export function valueOf(tensor: Tensor): Value {
  const { shape, dtype } = tensor;
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
    throw new TypeError(`Cannot take values of type ${dtype}`);
  }
  return { shape, dtype, data: tensor.dataSync().slice() };
}

/** An eager tensor of these values. */
export function tensorOf({ data, shape, dtype }: Value): Tensor {
  return tf.tensor(data, [...shape], dtype);
}

function tracerOf(feeds: Readonly<Record<string, Value>>): Tracer {
  return {
    input: (spec) => tensorOf(fed(feeds, spec)),
    constant: (spec, source) =>
      tensorOf(Object.hasOwn(feeds, spec.name) ? fed(feeds, spec) : embedded(spec, source)),
  };
}

function fed(feeds: Readonly<Record<string, Value>>, { name, shape, dtype }: TensorSpec): Value {
  const value = feeds[name];
  if (!value) throw new Error(`Cannot run without a value for "${name}"`);
  if (String(value.shape) !== String(shape) || value.dtype !== dtype) {
    const [is, must] = [`${value.dtype} [${value.shape}]`, `${dtype} [${shape}]`];
    throw new Error(`Cannot feed "${name}" as ${is}: it must be ${must}`);
  }
  return value;
}

function embedded({ name, shape, dtype }: TensorSpec, source: Source): Value {
  if (source.kind === "file") throw new Error(`Cannot run without a value for "${name}"`);
  const bytes = source.bytes.slice();
  if (dtype === "float32") return { shape, dtype, data: new Float32Array(bytes.buffer) };
  return { shape, dtype, data: dtype === "int32" ? new Int32Array(bytes.buffer) : bytes };
}

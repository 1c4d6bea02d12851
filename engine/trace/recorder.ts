// A TensorFlow.js backend that computes nothing: its tensors are names in a graph.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire } from "../graph/recording.ts";
import type { DType } from "../value.ts";
import { type Tensor, tf } from "../tf.ts";
import { hostRead, refuseRandomness } from "./refusals.ts";

type HostValues = Float32Array | Int32Array | Uint8Array;
type Info = tf.TensorInfo;

/** Records what TensorFlow.js is told to compute. */
export class Recorder extends tf.KernelBackend {
  readonly graph: GraphBuilder;
  /** The kernels that were recorded so far. */
  readonly kernels = new Set<string>();
  readonly #wires = new WeakMap<object, Wire>();
  readonly #values = new WeakMap<object, HostValues>();

  constructor(graph: GraphBuilder) {
    super();
    this.graph = graph;
  }

  /** The value behind a tensor. Throws for a tensor that was made outside this trace. */
  wire(info: Info): Wire {
    const wire = this.#wires.get(info.dataId);
    if (!wire) throw new Error(`Cannot use a tensor made outside the trace: [${info.shape}]`);
    return wire;
  }

  /** A handle on a value, as kernels return it. */
  info(wire: Wire): Info {
    if (wire.dtype === "int64") throw new Error(`Cannot hand "${wire.name}" to TensorFlow.js`);
    const dataId = {};
    this.#wires.set(dataId, wire);
    return { dataId, shape: [...wire.shape], dtype: wire.dtype };
  }

  /** A tensor that stands for a value. */
  tensor(wire: Wire): Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.info(wire));
  }

  /** Values of the host become constants. Throws if they are being drawn at random. */
  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    refuseRandomness();
    const elements = typed(values, dtype);
    const dataId = {};
    this.#wires.set(dataId, this.graph.constant(elements, shape, dtype as DType));
    this.#values.set(dataId, elements);
    return dataId;
  }

  override move(_dataId: tf.DataId, _values: tf.BackendValues, shape: number[]): void {
    throw new Error(`Cannot use a tensor made outside the trace: [${shape}]`);
  }

  /** Constants of the host can be read back; traced values cannot. */
  override readSync(dataId: tf.DataId): HostValues {
    const values = this.#values.get(dataId);
    if (!values) throw hostRead(this.#wires.get(dataId)?.name ?? "unknown");
    return values;
  }

  override read(dataId: tf.DataId): Promise<HostValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override numDataIds(): number {
    return 0;
  }

  override refCount(): number {
    return 1;
  }

  override incRef(): void {}

  override disposeData(): boolean {
    return true;
  }

  override dispose(): void {}

  override floatPrecision(): 32 {
    return 32;
  }

  /** As on TensorFlow.js's own cpu backend. */
  override epsilon(): number {
    return 1e-7;
  }
}

function typed(values: tf.BackendValues, dtype: tf.DataType): HostValues {
  const numbers = values as ArrayLike<number>;
  if (dtype === "float32") return Float32Array.from(numbers);
  if (dtype === "int32") return Int32Array.from(numbers);
  if (dtype === "bool") return Uint8Array.from(numbers);
  throw new TypeError(`Cannot trace values of type ${dtype}`);
}

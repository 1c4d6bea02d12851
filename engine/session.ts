// The one file that imports ONNX Runtime: runs a graph over values of the host.
import * as ort from "onnxruntime-node";
import type { DType } from "./tensor_spec.ts";
import type { Value } from "./value.ts";

/** How a graph is run. */
export interface SessionOptions {
  /** Threads inside an operation; results do not depend on them. */
  readonly threads: number;
  /** Where the weight files lie that the graph names. */
  readonly folder?: string;
}

/** Values by name. */
export type Feeds = Readonly<Record<string, Value>>;

/** A graph that is ready to run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the graph once. What it gives can be fed again as it is, without a copy. Feeds that the
   * graph does not have are ignored; throws if it lacks one, naming all that are missing.
   */
  run(feeds: Feeds): Promise<Record<string, Value>>;
  close(): Promise<void>;
}

/** Prepares a graph. Throws if ONNX Runtime cannot load it or a weight file is missing. */
export async function openSession(graph: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await ort.InferenceSession.create(graph, settingsOf(options));
  const inputs = session.inputNames;
  return {
    inputs,
    outputs: session.outputNames,
    run: async (feeds) => valuesOf(await session.run(tensorsOf(inputs, feeds))),
    close: () => session.release(),
  };
}

/** ONNX Runtime's own version. */
export function runtimeVersion(): string {
  return ort.env.versions.node ?? "unknown";
}

/**
 * Fixed, since they decide about bits or memory: weights are packed in advance, buffers are not planned
 * (half the memory), and the graph runs as it was lowered. Its rewrites would win no time and would turn
 * products round that `lower/linalg.ts` has turned for a reason.
 *
 * Numbers too small for full precision are flushed to zero: masked attention and fading moments are
 * full of them, and each costs a hundred cycles. ONNX Runtime sets this for its own threads and, once
 * in a process, for the thread that opens the first session; so a stage has a process of its own.
 */
function settingsOf({ threads, folder }: SessionOptions): ort.InferenceSession.SessionOptions {
  const weights = "session.model_external_initializers_file_folder_path";
  return {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    enableMemPattern: false,
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 3,
    extra: {
      "session.set_denormal_as_zero": "1",
      ...(folder === undefined ? {} : { [weights]: folder }),
    },
  };
}

function tensorsOf(inputs: readonly string[], feeds: Feeds): Record<string, ort.Tensor> {
  const missing = inputs.filter((name) => !Object.hasOwn(feeds, name));
  if (missing.length > 0) {
    throw new Error(`Cannot run the graph without values for ${missing.join(", ")}`);
  }
  return Object.fromEntries(inputs.map((name) => [name, tensorOf(feeds[name] as Value)]));
}

/** The tensor reads the array in place. */
function tensorOf({ dtype, data, shape }: Value): ort.Tensor {
  return new ort.Tensor(dtype as "float32", data as Float32Array, shape);
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

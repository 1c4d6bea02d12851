// Puts a recorder in TensorFlow.js's place for the time of one trace, and takes it away again.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire } from "../graph/recording.ts";
import { lowerings } from "../lower/lowerings.ts";
import type { Kernel, Lowering } from "../lower/signatures.ts";
import { quiet, type Tensor, tf } from "../tf.ts";
import { Recorder } from "./recorder.ts";
import { unknownKernel } from "./refusals.ts";

/** The name of the recording backend. */
const TRACING = "cairn_trace";

/** Whether operations are being recorded at this moment. */
export function isTracing(): boolean {
  return tf.getBackend() === TRACING;
}

/** Runs `body` with every TensorFlow.js operation recorded into `graph`. Throws inside a trace. */
export function withRecorder<T>(graph: GraphBuilder, body: (recorder: Recorder) => T): T {
  if (isTracing()) throw new Error("Cannot trace inside a trace");
  quiet();
  const before = tf.getBackend() ?? "cpu";
  const recorder = new Recorder(graph);
  install(recorder);
  try {
    return scoped(() => body(recorder));
  } finally {
    uninstall(before);
  }
}

/** Tensors of the trace end with it; `tidy` wants none in its result, so the result goes around it. */
function scoped<T>(body: () => T): T {
  const results: T[] = [];
  tf.tidy(() => void results.push(body()));
  return results[0] as T;
}

function install(recorder: Recorder): void {
  tf.registerBackend(TRACING, () => recorder);
  for (const [name, lowering] of Object.entries(lowerings)) {
    const kernelFunc = recording(recorder, name, lowering as Lowering<Kernel>);
    tf.registerKernel({ kernelName: name, backendName: TRACING, kernelFunc });
  }
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) refuse(kernelName);
  // Settles at once: the factory is not asynchronous.
  void tf.setBackend(TRACING);
}

function uninstall(before: string): void {
  void tf.setBackend(before);
  for (const { kernelName } of tf.getKernelsForBackend(TRACING)) {
    tf.unregisterKernel(kernelName, TRACING);
  }
  tf.removeBackend(TRACING);
}

/** A kernel that the cpu backend has and we have not fails by its name. */
function refuse(kernelName: string): void {
  if (Object.hasOwn(lowerings, kernelName)) return;
  const kernelFunc = () => {
    throw unknownKernel(kernelName);
  };
  tf.registerKernel({ kernelName, backendName: TRACING, kernelFunc });
}

function recording(recorder: Recorder, name: string, lowering: Lowering<Kernel>): tf.KernelFunc {
  return ({ inputs, attrs }) => {
    recorder.kernels.add(name);
    // The table pairs each name with its signature; TensorFlow.js knows them by name only.
    const wires = wiresOf(recorder, inputs) as unknown as Parameters<typeof lowering>[1];
    const settings = (attrs ?? {}) as unknown as Parameters<typeof lowering>[2];
    const result = lowering(recorder.graph, wires, settings);
    return Array.isArray(result)
      ? result.map((wire) => recorder.info(wire))
      : recorder.info(result);
  };
}

function wiresOf(recorder: Recorder, inputs: tf.NamedTensorInfoMap): Record<string, Wire> {
  const present = Object.entries(inputs).filter((entry): entry is [string, Tensor] =>
    Boolean(entry[1])
  );
  return Object.fromEntries(present.map(([name, info]) => [name, recorder.wire(info)]));
}

// Records a computation once, without values, and gives the graph of it.
import { finish } from "../graph/finish.ts";
import type { Graph } from "../graph/graph.ts";
import { GraphBuilder } from "../graph/graph_builder.ts";
import type { Recording } from "../graph/recording.ts";
import type { Recorder } from "./recorder.ts";
import type { Build, Tracer } from "./tracer.ts";
import { withRecorder } from "./with_recorder.ts";

/**
 * Records what `build` computes and lowers it to ONNX. The bytes depend on the computation alone.
 * Throws on host randomness, on host reads of traced values and on kernels without a lowering.
 */
export function trace(build: Build): Graph {
  return finish(record(build).recording);
}

/** A recording, and the names of the kernels that it took. */
export interface Recorded {
  readonly recording: Recording;
  readonly kernels: ReadonlySet<string>;
}

/** Records what `build` computes, before any rewrite. */
export function record(build: Build): Recorded {
  const graph = new GraphBuilder();
  return withRecorder(graph, (recorder) => {
    const outputs = Object.entries(build(tracerOf(recorder)));
    const wires = outputs.map(([name, tensor]) => [name, recorder.wire(tensor)] as const);
    return { recording: graph.recording(Object.fromEntries(wires)), kernels: recorder.kernels };
  });
}

function tracerOf(recorder: Recorder): Tracer {
  return {
    input: (spec) => recorder.tensor(recorder.graph.input(spec)),
    constant: (spec, source) => recorder.tensor(recorder.graph.initializer(spec, source)),
  };
}

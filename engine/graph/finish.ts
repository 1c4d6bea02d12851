// From a recording to a finished graph: rewrites, dead code, names, bytes.
import { writeModel } from "../onnx/writer.ts";
import { foldAdditions } from "./fold_additions.ts";
import { foldScales } from "./fold_scales.ts";
import { foldTransposes } from "./fold_transposes.ts";
import type { Graph } from "./graph.ts";
import { prune } from "./prune.ts";
import type { Recording } from "./recording.ts";
import { rename } from "./rename.ts";

/** The graph of a recording. Equal recordings, dead code aside, give equal bytes. */
export function finish(recorded: Recording): Graph {
  const recording = rename(prune(foldTransposes(foldAdditions(foldScales(prune(recorded))))));
  return {
    bytes: writeModel(recording),
    inputs: recording.inputs,
    outputs: recording.outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    nodes: recording.nodes.map(({ domain: _domain, ...node }) => node),
    dropout: [],
  };
}

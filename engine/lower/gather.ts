// Kernels that look up rows, and their gradient, which adds into rows.
import { axisOf } from "../graph/shapes.ts";
import { cast } from "./elementwise.ts";
import type { GatherSignatures, Lowerings } from "./signatures.ts";

/** The lowerings of the lookups. */
export const gather: Lowerings<keyof GatherSignatures> = {
  GatherV2: (graph, { x, indices }, { axis, batchDims }) => {
    if (batchDims !== 0) throw new RangeError(`Cannot trace a gather of ${batchDims} batch axes`);
    const along = axisOf(axis, x.shape.length);
    const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)];
    return graph.node("Gather", [x, indices], {
      shape,
      dtype: x.dtype,
      attributes: { axis: along },
    });
  },
  UnsortedSegmentSum: (graph, { x, segmentIds }, { numSegments }) => {
    const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
    const zeros = graph.filled(0, shape, x.dtype === "int32" ? "int32" : "float32");
    // [..., 1]: ScatterND takes the index of a row as a vector.
    const places = cast(graph, graph.reshape(segmentIds, [...segmentIds.shape, 1]), "int64");
    const attributes = { reduction: "add" };
    return graph.node("ScatterND", [zeros, places, x], { shape, dtype: x.dtype, attributes });
  },
};

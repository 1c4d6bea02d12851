// Kernels that reduce or run along an axis.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire } from "../graph/recording.ts";
import { cast } from "./elementwise.ts";
import { axesOf, axisOf, without } from "../graph/shapes.ts";
import type { Lowerings, ReductionSignatures } from "./signatures.ts";

/** The lowerings of the reductions. */
export const reduction: Lowerings<keyof ReductionSignatures> = {
  ArgMax: (graph, { x }, { axis }) => {
    const along = axisOf(axis, x.shape.length);
    const attributes = { axis: along, keepdims: 0 };
    const shape = without(x.shape, along);
    return cast(graph, graph.node("ArgMax", [x], { shape, dtype: "int64", attributes }), "int32");
  },
  Cumsum: (graph, { x }, { axis, exclusive, reverse }) => {
    const along = graph.filled(axisOf(axis, x.shape.length), [], "int32");
    const attributes = { exclusive: Number(exclusive), reverse: Number(reverse) };
    return graph.node("CumSum", [x, along], { shape: x.shape, dtype: x.dtype, attributes });
  },
  // The one reduction whose axes have another name.
  Max: (graph, inputs, { reductionIndices, keepDims }) =>
    reduce("ReduceMax")(graph, inputs, { axis: reductionIndices, keepDims }),
  Mean: reduce("ReduceMean"),
  // TensorFlow.js knows it along the last axis only.
  Softmax: (graph, { logits }) =>
    graph.node("Softmax", [logits], {
      shape: logits.shape,
      dtype: "float32",
      attributes: { axis: -1 },
    }),
  Sum: reduce("ReduceSum"),
  // Sorted, the largest first, whatever is asked for: the order is then no question of the engine.
  TopK: (graph, { x }, { k }) => {
    const shape = [...x.shape.slice(0, -1), k];
    const attributes = { axis: -1, largest: 1, sorted: 1 };
    const outputs = [{ shape, dtype: x.dtype, attributes }, { shape, dtype: "int64" as const }];
    const [values, places] = graph.nodes("TopK", [x, graph.int64([k])], outputs) as [Wire, Wire];
    return [values, cast(graph, places, "int32")];
  },
};

type Reduce = (
  graph: GraphBuilder,
  inputs: { readonly x: Wire },
  settings: { readonly axis: number | readonly number[]; readonly keepDims: boolean },
) => Wire;

function reduce(op: string): Reduce {
  return (graph, { x }, { axis, keepDims }) => {
    const axes = axesOf(axis, x.shape.length);
    if (axes.length === 0) return x;
    const shape = x.shape.flatMap((extent, index) => {
      if (!axes.includes(index)) return [extent];
      return keepDims ? [1] : [];
    });
    const attributes = { keepdims: Number(keepDims ?? false) };
    return graph.node(op, [x, graph.int64(axes)], { shape, dtype: x.dtype, attributes });
  };
}

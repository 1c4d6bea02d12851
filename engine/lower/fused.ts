// Kernels of our own: one ONNX node where TensorFlow.js has many.
import { gemm } from "./linalg.ts";
import type { Lowerings, OwnKernel } from "./signatures.ts";

/** The lowerings of our own kernels. */
export const fused: Lowerings<OwnKernel> = {
  GatherElements: (graph, { x, indices }) => {
    const { shape } = indices;
    const attributes = { axis: -1 };
    return graph.node("GatherElements", [x, indices], { shape, dtype: x.dtype, attributes });
  },
  Gelu: (graph, { x }) =>
    graph.node("Gelu", [x], { shape: x.shape, dtype: x.dtype, domain: "com.microsoft" }),
  LayerNormalization: (graph, { x, weight, bias }, { epsilon }) => {
    const attributes = { axis: -1, epsilon: { float: epsilon } };
    const dtype = x.dtype;
    const statistic = { shape: [...x.shape.slice(0, -1), 1], dtype };
    const outputs = [{ shape: x.shape, dtype, attributes }, statistic, statistic];
    return graph.nodes("LayerNormalization", [x, weight, bias], outputs);
  },
  Linear: (graph, { x, weight, bias }) =>
    gemm(graph, bias ? [x, weight, bias] : [x, weight], { transposeA: false, transposeB: true }),
  LogSoftmax: (graph, { x }) =>
    graph.node("LogSoftmax", [x], { shape: x.shape, dtype: x.dtype, attributes: { axis: -1 } }),
  // ONNX Runtime's name for it; the standard's own came after the opset that we write.
  RootMeanSquareNorm: (graph, { x, weight }, { epsilon }) => {
    const attributes = { axis: -1, epsilon: { float: epsilon } };
    const { shape, dtype } = x;
    const outputs = [{ shape, dtype, attributes }, { shape: [...shape.slice(0, -1), 1], dtype }];
    return graph.nodes("SimplifiedLayerNormalization", [x, weight], outputs);
  },
  Rotate: (graph, { x, cos, sin }) => {
    const { shape, dtype } = x;
    const first = graph.int64([0]); // the position of the first token
    const domain = "com.microsoft";
    return graph.node("RotaryEmbedding", [x, first, cos, sin], { shape, dtype, domain });
  },
  ScatterElements: (graph, { x, indices, updates }) => {
    const attributes = { axis: -1, reduction: "add" };
    const { shape, dtype } = x;
    return graph.node("ScatterElements", [x, indices, updates], { shape, dtype, attributes });
  },
  SquaredNorm: (graph, { x }) =>
    graph.node("ReduceSumSquare", [x], { shape: [], dtype: x.dtype, attributes: { keepdims: 0 } }),
};

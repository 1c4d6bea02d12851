// Tensors, gradients and graphs. TensorFlow.js is the language: models, adapters and losses are
// written in it, a recorder lowers them to ONNX once, and nothing is computed here but in tests.
//
// This room knows kernels and optimizers; it knows no model, no method, no data set and no file
// layout. `engine/run.ts` is its second door: it runs what this one traces, without TensorFlow.js.
// Start reading at `trace/trace.ts`, then `lower/lowerings.ts`, then `step.ts`.
export { tf } from "./tf.ts";
export type { Tensor } from "./tf.ts";
export { sizeOf } from "./value.ts";
export type { DType, TensorSpec, Value } from "./value.ts";
export type { BytesSource, FileSource, Source } from "./source.ts";

export { applyMask } from "./ops/apply_mask.ts";
export { crossEntropy, IGNORED } from "./ops/cross_entropy.ts";
export { embedding, takeRows } from "./ops/embedding.ts";
export type { EmbeddingOptions } from "./ops/embedding.ts";
export { gelu } from "./ops/gelu.ts";
export { geluNew } from "./ops/gelu_new.ts";
export { keepLargest } from "./ops/keep_largest.ts";
export { layerNorm } from "./ops/layer_norm.ts";
export { linear } from "./ops/linear.ts";
export { rmsNorm } from "./ops/rms_norm.ts";
export { rotate } from "./ops/rotate.ts";
export type { Angles } from "./ops/rotate.ts";
export { silu } from "./ops/silu.ts";
export { takeAlong } from "./ops/take_along.ts";
export { takeColumns } from "./ops/take_columns.ts";
export type { ColumnWindow } from "./ops/take_columns.ts";

export { trace } from "./trace/trace.ts";
export type { Build, Tracer } from "./trace/tracer.ts";
export type { DropoutMask, Graph, GraphNode } from "./graph/graph.ts";
export { eager } from "./trace/eager.ts";

export { eagerForward, traceForward } from "./forward.ts";
export { eagerTrainingStep, traceTrainingStep } from "./step.ts";
export { torchAdamW } from "./adamw.ts";
export type { AdamW } from "./adamw.ts";
export type {
  Batch,
  Dropout,
  ForwardPlan,
  Frozen,
  Group,
  StepPlan,
  Trained,
  Values,
} from "./plan.ts";

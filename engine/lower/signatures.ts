// The kernels that can be traced: for each, the names of its inputs and its attributes.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire } from "../graph/recording.ts";
import type { DType } from "../value.ts";

interface Signature<Inputs extends string, Settings = unknown> {
  readonly inputs: Readonly<Record<Inputs, Wire>>;
  readonly settings: Settings;
}

type Unary = Signature<"x">;
type Binary = Signature<"a" | "b">;
type Reduction = Signature<
  "x",
  { readonly axis: number | readonly number[]; readonly keepDims: boolean }
>;
/** Inputs "0", "1", … in this order. */
type Several<Settings = unknown> = Signature<string, Settings>;

/** TensorFlow.js kernels of one element at a time. */
export interface ElementwiseSignatures {
  Abs: Unary;
  Add: Binary;
  AddN: Several;
  Cast: Signature<"x", { readonly dtype: DType }>;
  ClipByValue: Signature<"x", { readonly clipValueMin: number; readonly clipValueMax: number }>;
  Cos: Unary;
  Equal: Binary;
  Erf: Unary;
  Exp: Unary;
  Greater: Binary;
  GreaterEqual: Binary;
  Less: Binary;
  LessEqual: Binary;
  Log: Unary;
  LogicalAnd: Binary;
  LogicalNot: Unary;
  Maximum: Binary;
  Minimum: Binary;
  Multiply: Binary;
  Neg: Unary;
  NotEqual: Binary;
  Pow: Binary;
  RealDiv: Binary;
  Relu: Unary;
  Rsqrt: Unary;
  Select: Signature<"condition" | "t" | "e">;
  Sigmoid: Unary;
  Sin: Unary;
  Sqrt: Unary;
  Square: Unary;
  SquaredDifference: Binary;
  Step: Signature<"x", { readonly alpha: number }>;
  Sub: Binary;
  Tanh: Unary;
}

/** TensorFlow.js kernels with matrix products. */
export interface LinalgSignatures {
  BatchMatMul: Signature<"a" | "b", { readonly transposeA: boolean; readonly transposeB: boolean }>;
}

/** TensorFlow.js kernels that move or make elements. */
export interface MovementSignatures {
  Concat: Several<{ readonly axis: number }>;
  ExpandDims: Signature<"input", { readonly dim: number }>;
  Fill: Signature<
    never,
    { readonly value: number; readonly shape: readonly number[]; readonly dtype: DType }
  >;
  Identity: Unary;
  OnesLike: Unary;
  Pack: Several<{ readonly axis: number }>;
  PadV2: Signature<
    "x",
    { readonly paddings: readonly (readonly [number, number])[]; readonly constantValue: number }
  >;
  Range: Signature<
    never,
    { readonly start: number; readonly stop: number; readonly step: number; readonly dtype: DType }
  >;
  Reshape: Signature<"x", { readonly shape: readonly number[] }>;
  Slice: Signature<
    "x",
    { readonly begin: number | readonly number[]; readonly size: number | readonly number[] }
  >;
  SplitV: Signature<
    "x",
    { readonly numOrSizeSplits: number | readonly number[]; readonly axis: number }
  >;
  Tile: Signature<"x", { readonly reps: readonly number[] }>;
  Transpose: Signature<"x", { readonly perm: readonly number[] }>;
  Unpack: Signature<"value", { readonly axis: number }>;
  ZerosLike: Unary;
}

/** TensorFlow.js kernels over an axis. */
export interface ReductionSignatures {
  ArgMax: Signature<"x", { readonly axis: number }>;
  Cumsum: Signature<
    "x",
    { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean }
  >;
  Max: Signature<
    "x",
    { readonly reductionIndices: number | readonly number[]; readonly keepDims: boolean }
  >;
  Mean: Reduction;
  Softmax: Signature<"logits", { readonly dim: number }>;
  Sum: Reduction;
  TopK: Signature<"x", { readonly k: number }>;
}

/** TensorFlow.js kernels that look up or add into rows. */
export interface GatherSignatures {
  GatherV2: Signature<"x" | "indices", { readonly axis: number; readonly batchDims: number }>;
  UnsortedSegmentSum: Signature<"x" | "segmentIds", { readonly numSegments: number }>;
}

/** Kernels of our own, which only a traced operation of `engine/ops` calls. */
export interface OwnSignatures {
  GatherElements: Signature<"x" | "indices">;
  Gelu: Unary;
  LayerNormalization: Signature<"x" | "weight" | "bias", { readonly epsilon: number }>;
  Linear: {
    readonly inputs: { readonly x: Wire; readonly weight: Wire; readonly bias?: Wire };
    readonly settings: unknown;
  };
  LogSoftmax: Unary;
  RootMeanSquareNorm: Signature<"x" | "weight", { readonly epsilon: number }>;
  Rotate: Signature<"x" | "cos" | "sin">;
  ScatterElements: Signature<"x" | "indices" | "updates">;
  SquaredNorm: Unary;
}

/** Every kernel that can be traced. */
export type Signatures =
  & ElementwiseSignatures
  & LinalgSignatures
  & MovementSignatures
  & ReductionSignatures
  & GatherSignatures
  & OwnSignatures;

/** The name of a kernel that can be traced. */
export type Kernel = keyof Signatures;

/** The name of a kernel of our own. */
export type OwnKernel = keyof OwnSignatures;

/** How one kernel becomes nodes of the graph. */
export type Lowering<K extends Kernel> = (
  graph: GraphBuilder,
  inputs: Signatures[K]["inputs"],
  settings: Signatures[K]["settings"],
) => Wire | Wire[];

/** The lowerings of some kernels: none may be missing. */
export type Lowerings<K extends Kernel> = { readonly [Name in K]: Lowering<Name> };

// Kernels of one element at a time, broadcasting as NumPy does.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire, WireType } from "../graph/recording.ts";
import { broadcast, sameShape } from "../graph/shapes.ts";
import { sizeOf } from "../value.ts";
import type { ElementwiseSignatures, Lowerings } from "./signatures.ts";

type One = { readonly x: Wire };
type Two = { readonly a: Wire; readonly b: Wire };

/** The lowerings of the elementwise kernels. */
export const elementwise: Lowerings<keyof ElementwiseSignatures> = {
  Abs: unary("Abs"),
  Add: (graph, { a, b }) => onViews("Add", graph, [a, b]),
  AddN: (graph, inputs) => {
    const terms = Object.values(inputs);
    return graph.node("Sum", terms, like(terms[0] as Wire));
  },
  Cast: (graph, { x }, { dtype }) => cast(graph, x, dtype),
  ClipByValue: (graph, { x }, { clipValueMin, clipValueMax }) => {
    const bounds = [clipValueMin, clipValueMax].map((bound) => graph.filled(bound, [], real(x)));
    return graph.node("Clip", [x, ...bounds], like(x));
  },
  Cos: unary("Cos"),
  Equal: comparison("Equal"),
  Erf: unary("Erf"),
  Exp: unary("Exp"),
  Greater: comparison("Greater"),
  GreaterEqual: comparison("GreaterOrEqual"),
  Less: comparison("Less"),
  LessEqual: comparison("LessOrEqual"),
  Log: unary("Log"),
  LogicalAnd: comparison("And"),
  LogicalNot: unary("Not"),
  Maximum: binary("Max"),
  Minimum: binary("Min"),
  Multiply: (graph, { a, b }) => multiply(graph, { a, b }),
  Neg: unary("Neg"),
  NotEqual: (graph, { a, b }) => {
    const equal = comparison("Equal")(graph, { a, b });
    return graph.node("Not", [equal], like(equal));
  },
  Pow: binary("Pow"),
  RealDiv: (graph, { a, b }) => divide(graph, { a, b }),
  Relu: unary("Relu"),
  Rsqrt: (graph, { x }) => graph.node("Reciprocal", [graph.node("Sqrt", [x], like(x))], like(x)),
  Select: (graph, { condition, t, e }) => select(graph, condition, [t, e]),
  Sigmoid: unary("Sigmoid"),
  Sin: unary("Sin"),
  Sqrt: unary("Sqrt"),
  Square: (graph, { x }) => graph.node("Mul", [x, x], like(x)),
  SquaredDifference: (graph, inputs) => {
    const difference = binary("Sub")(graph, inputs);
    return graph.node("Mul", [difference, difference], like(difference));
  },
  Step: (graph, { x }, { alpha }) => {
    const [zero, one, below] = [0, 1, alpha].map((value) => graph.filled(value, [], "float32"));
    const above = graph.node("Greater", [x, zero as Wire], { shape: x.shape, dtype: "bool" });
    return graph.node("Where", [above, one as Wire, below as Wire], like(x));
  },
  Sub: binary("Sub"),
  Tanh: unary("Tanh"),
};

/** ONNX's numbers of the element types (TensorProto.DataType). */
const onnxType = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;

/** `x` as another type; `x` itself where it has that type already. */
export function cast(graph: GraphBuilder, x: Wire, dtype: WireType): Wire {
  if (x.dtype === dtype) return x;
  return graph.node("Cast", [x], { shape: x.shape, dtype, attributes: { to: onnxType[dtype] } });
}

function like({ shape, dtype }: Wire): { shape: readonly number[]; dtype: WireType } {
  return { shape, dtype };
}

function real(x: Wire): "float32" | "int32" {
  return x.dtype === "int32" ? "int32" : "float32";
}

function unary(op: string): (graph: GraphBuilder, inputs: One) => Wire {
  return (graph, { x }) => graph.node(op, [x], like(x));
}

function binary(op: string): (graph: GraphBuilder, inputs: Two) => Wire {
  return (graph, { a, b }) =>
    graph.node(op, [a, b], { shape: broadcast(a.shape, b.shape), dtype: a.dtype });
}

function comparison(op: string): (graph: GraphBuilder, inputs: Two) => Wire {
  return (graph, { a, b }) =>
    graph.node(op, [a, b], { shape: broadcast(a.shape, b.shape), dtype: "bool" });
}

/** A product; gradients of reductions multiply by ones to broadcast, which needs no product. */
function multiply(graph: GraphBuilder, { a, b }: Two): Wire {
  if (a.uniform === 1) return expand(graph, b, broadcast(a.shape, b.shape));
  if (b.uniform === 1) return expand(graph, a, broadcast(a.shape, b.shape));
  return onViews("Mul", graph, [a, b]);
}

/**
 * Computes on the value behind a reshape, and reshapes the result. Products of tokens are matrices
 * that models shape back to [batch, time, …]: so a sum or a scale meets its product again, and can
 * be folded into it.
 */
function onViews(op: "Add" | "Mul", graph: GraphBuilder, [a, b]: readonly [Wire, Wire]): Wire {
  const view = a.view ?? b.view;
  const shape = broadcast(a.shape, b.shape);
  const alike = (x: Wire) => sameShape(x.shape, shape) || x.shape.length === 0;
  if (!view || sizeOf(view.shape) !== sizeOf(shape) || !alike(a) || !alike(b)) {
    return binary(op)(graph, { a, b });
  }
  const [x, y] = [a, b].map((operand) =>
    operand.shape.length === 0 ? operand : graph.reshape(operand, view.shape)
  );
  return graph.reshape(binary(op)(graph, { a: x as Wire, b: y as Wire }), shape);
}

/** Division by a known number is a product, which can be folded into the one that made `a`. */
function divide(graph: GraphBuilder, { a, b }: Two): Wire {
  if (b.uniform === undefined || b.dtype !== "float32") return binary("Div")(graph, { a, b });
  return multiply(graph, { a, b: graph.filled(1 / b.uniform, b.shape, b.dtype) });
}

function expand(graph: GraphBuilder, x: Wire, shape: readonly number[]): Wire {
  if (sameShape(x.shape, shape)) return x;
  return graph.node("Expand", [x, graph.int64(shape)], { shape, dtype: x.dtype });
}

/** TensorFlow.js has broadcast the operands; ONNX does it again, without the copies. */
function select(graph: GraphBuilder, condition: Wire, [t, e]: readonly [Wire, Wire]): Wire {
  const operands = [t, e].map((operand) =>
    operand.uniform === undefined ? operand : graph.filled(operand.uniform, [], real(operand))
  );
  const shape = broadcast(condition.shape, t.shape);
  return graph.node("Where", [condition, ...operands], { shape, dtype: t.dtype });
}

// Operations of one element at a time.
import type { Tensor, tf as Namespace } from "../../tf.ts";
import { type Call, first, type Kernel, pair, type TensorFlow, triple } from "./kernel.ts";

/** By ONNX's names. */
export const elementwise: Readonly<Record<string, Kernel>> = {
  Abs: unary("abs"),
  Add: binary("add"),
  And: binary("logicalAnd"),
  Cast: (call) => cast(call, first(call)),
  Ceil: unary("ceil"),
  Clip: ({ tf, inputs: [x, low, high] }) =>
    tf.minimum(tf.maximum(x as Tensor, low as Tensor), high as Tensor),
  Cos: unary("cos"),
  Div: binary("div"),
  Equal: binary("equal"),
  Erf: unary("erf"),
  Exp: unary("exp"),
  Floor: unary("floor"),
  Gelu: (call) => gelu(call.tf, first(call)),
  Greater: binary("greater"),
  GreaterOrEqual: binary("greaterEqual"),
  Identity: unary("clone"),
  Less: binary("less"),
  LessOrEqual: binary("lessEqual"),
  Log: unary("log"),
  Max: binary("maximum"),
  Min: binary("minimum"),
  Mul: binary("mul"),
  Neg: unary("neg"),
  Not: unary("logicalNot"),
  Or: binary("logicalOr"),
  Pow: binary("pow"),
  Reciprocal: (call) => call.tf.div(1, first(call)),
  Relu: unary("relu"),
  Round: unary("round"),
  Sigmoid: unary("sigmoid"),
  Sign: unary("sign"),
  Sin: unary("sin"),
  Sqrt: unary("sqrt"),
  Sub: binary("sub"),
  Sum: ({ tf, inputs }) => tf.addN([...inputs]),
  Tanh: unary("tanh"),
  Where: (call) => call.tf.where(...triple(call)),
};

/** The names in TensorFlow.js of functions from these arguments to a tensor. */
type Named<Arguments extends unknown[]> = {
  [Name in keyof TensorFlow]: TensorFlow[Name] extends (...given: Arguments) => Tensor ? Name
    : never;
}[keyof TensorFlow];

function unary(name: Named<[Tensor]>): Kernel {
  return (call) => (call.tf[name] as (x: Tensor) => Tensor)(first(call));
}

function binary(name: Named<[Tensor, Tensor]>): Kernel {
  return (call) => (call.tf[name] as (a: Tensor, b: Tensor) => Tensor)(...pair(call));
}

/** ONNX's numbers of the element types; int64 is held as int32. */
const types: Readonly<Record<number, Namespace.DataType>> = {
  1: "float32",
  6: "int32",
  7: "int32",
  9: "bool",
};

function cast({ tf, settings }: Call, x: Tensor): Tensor {
  const to = settings.number("to", 0);
  const type = types[to];
  if (type === undefined) throw new RangeError(`Cannot interpret a cast to ONNX's type ${to}`);
  return tf.cast(x, type);
}

/** x/2 · (1 + erf(x/√2)), ONNX Runtime's exact form. */
function gelu(tf: TensorFlow, x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

// Matrix products: `Gemm` for two matrices, batched products otherwise.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire } from "../graph/recording.ts";
import { broadcast } from "../graph/shapes.ts";
import type { LinalgSignatures, Lowerings } from "./signatures.ts";

/** Whether each factor is read with its last two axes exchanged. */
export interface Transposed {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The lowerings of the matrix products. */
export const linalg: Lowerings<keyof LinalgSignatures> = {
  BatchMatMul: (graph, { a, b }, transposed) =>
    a.shape.length === 2 && b.shape.length === 2
      ? gemm(graph, [a, b], transposed)
      : batched(graph, [a, b], transposed),
};

/** `a · b` of two matrices, plus an optional third operand that is broadcast over its rows. */
export function gemm(
  graph: GraphBuilder,
  operands: readonly [Wire, Wire] | readonly [Wire, Wire, Wire],
  transposed: Transposed,
): Wire {
  const [a, b, addend] = operands;
  const [rows, columns] = productShape(a, b, transposed);
  const inner = a.shape.at(transposed.transposeA ? -2 : -1) as number;
  if (columns <= rows || inner <= ONE_BLOCK) return product(graph, operands, transposed);
  const turned = { transposeA: !transposed.transposeB, transposeB: !transposed.transposeA };
  const upright = turn(graph, product(graph, [b, a], turned));
  if (addend === undefined) return upright;
  return graph.node("Add", [upright, addend], { shape: [rows, columns], dtype: "float32" });
}

/**
 * Sums of at most so many terms are made in one block. ONNX Runtime divides a product that is wider than
 * high among its threads by columns, and the columns of a thread decide how longer sums are blocked: the
 * bits would depend on the threads. Such a product is made lying on its side.
 */
const ONE_BLOCK = 128;

function product(
  graph: GraphBuilder,
  operands: readonly [Wire, Wire] | readonly [Wire, Wire, Wire],
  { transposeA, transposeB }: Transposed,
): Wire {
  return graph.node("Gemm", operands, {
    shape: productShape(operands[0], operands[1], { transposeA, transposeB }),
    dtype: "float32",
    attributes: { transA: Number(transposeA), transB: Number(transposeB) },
  });
}

function turn(graph: GraphBuilder, matrix: Wire): Wire {
  const [rows, columns] = matrix.shape as [number, number];
  const attributes = { perm: [1, 0] };
  return graph.node("Transpose", [matrix], {
    shape: [columns, rows],
    dtype: "float32",
    attributes,
  });
}

/** ONNX's own MatMul takes no transposition; ONNX Runtime's FusedMatMul does. */
function batched(graph: GraphBuilder, [a, b]: readonly [Wire, Wire], how: Transposed): Wire {
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, ...productShape(a, b, how)];
  if (!how.transposeA && !how.transposeB) {
    return graph.node("MatMul", [a, b], { shape, dtype: "float32" });
  }
  const attributes = { transA: Number(how.transposeA), transB: Number(how.transposeB) };
  const domain = "com.microsoft";
  return graph.node("FusedMatMul", [a, b], { shape, dtype: "float32", attributes, domain });
}

function productShape(a: Wire, b: Wire, how: Transposed): [number, number] {
  const rows = a.shape.at(how.transposeA ? -1 : -2) as number;
  const columns = b.shape.at(how.transposeB ? -2 : -1) as number;
  return [rows, columns];
}

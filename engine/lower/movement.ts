// Kernels that move, repeat, cut or make elements without computing on them.
import type { GraphBuilder } from "../graph/graph_builder.ts";
import type { Wire } from "../graph/recording.ts";
import { sizeOf } from "../value.ts";
import { axisOf, insert, withExtent, without } from "../graph/shapes.ts";
import type { Lowerings, MovementSignatures } from "./signatures.ts";

/** The lowerings of the movement kernels. */
export const movement: Lowerings<keyof MovementSignatures> = {
  Concat: (graph, inputs, { axis }) => concat(graph, Object.values(inputs), axis),
  ExpandDims: (graph, { input }, { dim }) =>
    graph.reshape(input, insert(input.shape, axisOf(dim, input.shape.length + 1), 1)),
  Fill: (graph, _inputs, { value, shape, dtype }) => graph.filled(value, shape, dtype),
  Identity: (_graph, { x }) => x,
  OnesLike: (graph, { x }) => alike(graph, x, 1),
  Pack: (graph, inputs, { axis }) => {
    const slices = Object.values(inputs);
    return concat(graph, slices.map((x) => graph.reshape(x, insert(x.shape, axis, 1))), axis);
  },
  PadV2: (graph, { x }, { paddings, constantValue }) => {
    const bounds = graph.int64([
      ...paddings.map(([before]) => before),
      ...paddings.map((p) => p[1]),
    ]);
    const shape = x.shape.map((extent, axis) => extent + sizeOfPadding(paddings[axis]));
    const filling = alike(graph, { ...x, shape: [] }, constantValue);
    return graph.node("Pad", [x, bounds, filling], { shape, dtype: x.dtype });
  },
  Range: (graph, _inputs, { start, stop, step, dtype }) => {
    const length = Math.max(0, Math.ceil((stop - start) / step));
    const elements = Array.from({ length }, (_, index) => start + index * step);
    const array = dtype === "int32" ? Int32Array.from(elements) : Float32Array.from(elements);
    return graph.constant(array, [length], dtype);
  },
  Reshape: (graph, { x }, { shape }) => graph.reshape(x, inferred(shape, sizeOf(x.shape))),
  Slice: (graph, { x }, { begin, size }) => slice(graph, x, bounds(x.shape, begin, size)),
  SplitV: (graph, { x }, { numOrSizeSplits, axis }) =>
    split(graph, x, { axis: axisOf(axis, x.shape.length), sizes: numOrSizeSplits }),
  Tile: (graph, { x }, { reps }) => {
    const shape = x.shape.map((extent, axis) => extent * (reps[axis] ?? 1));
    if (x.uniform !== undefined) return alike(graph, { ...x, shape }, x.uniform);
    return graph.node("Tile", [x, graph.int64(reps)], { shape, dtype: x.dtype });
  },
  Transpose: (graph, { x }, { perm }) => transpose(graph, x, perm),
  Unpack: (graph, { value }, { axis }) => {
    const along = axisOf(axis, value.shape.length);
    const parts = split(graph, value, { axis: along, sizes: value.shape[along] as number });
    return parts.map((part) => graph.reshape(part, without(value.shape, along)));
  },
  ZerosLike: (graph, { x }) => alike(graph, x, 0),
};

function alike(graph: GraphBuilder, { shape, dtype }: Wire, value: number): Wire {
  return graph.filled(value, shape, dtype === "int64" ? "int32" : dtype);
}

function concat(graph: GraphBuilder, parts: readonly Wire[], axis: number): Wire {
  const [first] = parts as [Wire];
  if (parts.length === 1) return first;
  const along = axisOf(axis, first.shape.length);
  const extent = parts.reduce((sum, part) => sum + (part.shape[along] as number), 0);
  const shape = withExtent(first.shape, along, extent);
  return graph.node("Concat", parts, { shape, dtype: first.dtype, attributes: { axis: along } });
}

function sizeOfPadding(padding: readonly [number, number] = [0, 0]): number {
  return padding[0] + padding[1];
}

function inferred(shape: readonly number[], size: number): number[] {
  const known = sizeOf(shape.filter((extent) => extent !== -1));
  return shape.map((extent) => extent === -1 ? size / known : extent);
}

interface Bounds {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/** TensorFlow.js lets both be shorter than the rank, and a size of −1 reach the end. */
function bounds(
  shape: readonly number[],
  begin: number | readonly number[],
  size: number | readonly number[],
): Bounds {
  const begins = shape.map((_, axis) => [begin].flat()[axis] as number | undefined ?? 0);
  const sizes = shape.map((extent, axis) => {
    const wanted = [size].flat()[axis] as number | undefined ?? -1;
    return wanted === -1 ? extent - (begins[axis] as number) : wanted;
  });
  return { begin: begins, size: sizes };
}

/** Names only the axes that are cut. */
function slice(graph: GraphBuilder, x: Wire, { begin, size }: Bounds): Wire {
  const axes = size.map((_, axis) => axis).filter((axis) => size[axis] !== x.shape[axis]);
  if (axes.length === 0) return x;
  const starts = axes.map((axis) => begin[axis] as number);
  const ends = axes.map((axis) => (begin[axis] as number) + (size[axis] as number));
  const operands = [starts, ends, axes].map((values) => graph.int64(values));
  return graph.node("Slice", [x, ...operands], { shape: size, dtype: x.dtype });
}

function split(
  graph: GraphBuilder,
  x: Wire,
  { axis, sizes }: { readonly axis: number; readonly sizes: number | readonly number[] },
): Wire[] {
  const extent = x.shape[axis] as number;
  const extents = typeof sizes === "number"
    ? Array.from({ length: sizes }, () => extent / sizes)
    : inferredPart(sizes, extent);
  const outputs = extents.map((part) => ({
    shape: withExtent(x.shape, axis, part),
    dtype: x.dtype,
    attributes: { axis },
  }));
  return graph.nodes("Split", [x, graph.int64(extents)], outputs);
}

/** One part may be −1: what the others leave. */
function inferredPart(sizes: readonly number[], extent: number): number[] {
  const known = sizes.filter((size) => size !== -1).reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size === -1 ? extent - known : size);
}

function transpose(graph: GraphBuilder, x: Wire, perm: readonly number[]): Wire {
  if (perm.every((from, to) => from === to)) return x;
  const shape = perm.map((from) => x.shape[from] as number);
  return graph.node("Transpose", [x], { shape, dtype: x.dtype, attributes: { perm } });
}

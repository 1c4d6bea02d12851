// Operations that move, repeat or cut elements.
import type { Tensor } from "../../tf.ts";
import { broadcast } from "../../graph/shapes.ts";
import { axisOf, type Call, first, type Kernel, numbersOf } from "./kernel.ts";

/** By ONNX's names. */
export const movement: Readonly<Record<string, Kernel>> = {
  Concat: (call) => call.tf.concat([...call.inputs], axisOf(call, first(call))),
  Expand: (call) => {
    const x = first(call);
    return call.tf.broadcastTo(x, broadcast(x.shape, numbersOf(call.operands[1], "shapes")));
  },
  Pad: (call) => pad(call, first(call)),
  Reshape: (call) => call.tf.reshape(first(call), numbersOf(call.operands[1], "shapes")),
  Slice: (call) => slice(call, first(call)),
  Split: (call) => {
    const sizes = numbersOf(call.operands[1], "sizes of parts");
    return call.tf.split(first(call), sizes, axisOf(call, first(call)));
  },
  Tile: (call) => call.tf.tile(first(call), numbersOf(call.operands[1], "repetitions")),
  Transpose: (call) => call.tf.transpose(first(call), [...call.settings.numbers("perm") ?? []]),
};

function pad({ tf, operands }: Call, x: Tensor): Tensor {
  const bounds = numbersOf(operands[1], "padding");
  const [value = 0] = operands[2] === undefined ? [] : numbersOf(operands[2], "filling");
  const paddings = x.shape.map((_, axis): [number, number] => [
    bounds[axis] ?? 0,
    bounds[axis + x.rank] ?? 0,
  ]);
  return tf.pad(x, paddings, value);
}

/** Inputs: x, starts, ends, axes, and steps where they are not 1. */
function slice({ tf, operands }: Call, x: Tensor): Tensor {
  const [starts, ends] = [1, 2].map((place) => numbersOf(operands[place], "bounds"));
  const axes = operands[3] ? numbersOf(operands[3], "axes") : x.shape.map((_, axis) => axis);
  const steps = operands[4] ? numbersOf(operands[4], "steps") : [];
  const begin = x.shape.map(() => 0);
  const end = [...x.shape];
  const strides = x.shape.map(() => 1);
  for (const [place, axis] of axes.entries()) {
    const extent = x.shape.at(axis) as number;
    const along = axis < 0 ? axis + x.rank : axis;
    begin[along] = bounded(extent, starts?.[place]);
    end[along] = bounded(extent, ends?.[place]);
    strides[along] = steps[place] ?? 1;
  }
  if (strides.some((stride) => stride < 1)) {
    throw new RangeError(`Cannot interpret a slice of steps ${strides}`);
  }
  if (strides.some((stride) => stride !== 1)) return tf.stridedSlice(x, begin, end, strides);
  return tf.slice(x, begin, end.map((stop, axis) => stop - (begin[axis] as number)));
}

/** A bound counted from the front, inside the tensor. */
function bounded(extent: number, bound = 0): number {
  return Math.min(bound < 0 ? bound + extent : bound, extent);
}

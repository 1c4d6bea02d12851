// Operations that look elements up, or add into places.
import type { Tensor } from "../../tf.ts";
import { axisOf, type Call, first, type Kernel, pair, type TensorFlow, triple } from "./kernel.ts";

/** By ONNX's names. */
export const gathering: Readonly<Record<string, Kernel>> = {
  Gather: (call) => {
    const [x, indices] = pair(call);
    return call.tf.gather(x, indices as Tensor & { rank: 1 }, axisOf(call, x));
  },
  GatherElements: (call) => {
    const [x, indices] = pair(call);
    return alongLast(call, [x, indices], ([x, indices]) => elementsAt(call.tf, x, indices));
  },
  GatherND: (call) => call.tf.gatherND(...pair(call)),
  ScatterElements: (call) => {
    refuseAnythingButSums(call);
    return alongLast(call, triple(call), ([x, indices, updates]) => {
      const places = call.tf.reshape(flatPlaces(call.tf, x, indices), [-1, 1]);
      const added = call.tf.scatterND(places, call.tf.reshape(updates, [-1]), [x.size]);
      return call.tf.add(x, call.tf.reshape(added, x.shape));
    });
  },
  ScatterND: (call) => {
    refuseAnythingButSums(call);
    const [x, indices, updates] = triple(call);
    return call.tf.add(x, call.tf.scatterND(indices, updates, x.shape));
  },
};

function refuseAnythingButSums({ settings }: Call): void {
  const reduction = settings.text("reduction", "none");
  if (reduction === "add") return;
  throw new RangeError(`Cannot interpret a scatter with reduction "${reduction}": only "add" is`);
}

/** Does with the last axis what a node wants of another one. */
function alongLast<Tensors extends readonly [Tensor, ...Tensor[]]>(
  call: Call,
  tensors: Tensors,
  work: (tensors: Tensors) => Tensor,
): Tensor {
  const { tf } = call;
  const { rank } = first(call);
  const axis = axisOf(call, first(call));
  if (axis === rank - 1) return work(tensors);
  const perm = Array.from({ length: rank }, (_, place) => place);
  [perm[axis], perm[rank - 1]] = [rank - 1, axis];
  const turned = tensors.map((tensor) => tf.transpose(tensor, perm)) as unknown as Tensors;
  return tf.transpose(work(turned), perm);
}

/** `x` [..., n] read at `indices` [..., k]. */
function elementsAt(tf: TensorFlow, x: Tensor, indices: Tensor): Tensor {
  return tf.gather(tf.reshape(x, [-1]), flatPlaces(tf, x, indices));
}

/** Where elements [..., k] of the rows of `x` [..., n] lie in `x` as one row. */
function flatPlaces(tf: TensorFlow, x: Tensor, indices: Tensor): Tensor & { rank: 1 } {
  const width = x.shape.at(-1) as number;
  const rows = x.size / width;
  const starts = tf.mul(tf.range(0, rows, 1, "int32"), tf.scalar(width, "int32"));
  const shape = [...x.shape.slice(0, -1), 1];
  return tf.add(tf.cast(indices, "int32"), tf.reshape(starts, shape)) as Tensor & { rank: 1 };
}

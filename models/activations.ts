// The activations that a config may choose between, by the hub's names.
import { gelu, geluNew, silu, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";

/** Names that a config may have where it may choose. */
export const activationNames = [
  "gelu",
  "gelu_new",
  "gelu_pytorch_tanh",
  "relu",
  "silu",
  "tanh",
] as const;

/** The hub's name of an activation. */
export type ActivationName = typeof activationNames[number];

const activations: Readonly<Record<ActivationName, (x: Tensor) => Tensor>> = {
  "gelu": gelu,
  "gelu_new": geluNew,
  "gelu_pytorch_tanh": geluNew,
  "relu": (x) => tf.relu(x),
  "silu": silu,
  "tanh": (x) => tf.tanh(x),
};

/** Element by element, the shape stays. */
export function activate(name: ActivationName, x: Tensor): Tensor {
  return activations[name](x);
}

// An operation whose gradient we write ourselves.
import { type Tensor, tf } from "../tf.ts";

type Tensors = Readonly<Record<string, Tensor>>;

/** A value, what its gradient needs of the forward pass, and that gradient. */
export interface Rule<Saved extends Tensors> {
  readonly value: Tensor;
  readonly saved: Saved;
  /** From the gradient of the value to those of the inputs, in their order. */
  readonly gradient: (dy: Tensor, saved: Saved) => Tensor[];
}

/** A rule that has forgotten what it saves. */
interface Applied {
  readonly value: Tensor;
  readonly saved: readonly Tensor[];
  readonly gradient: (dy: Tensor, saved: readonly Tensor[]) => Tensor[];
}

/** States a rule; what is saved is handed to the gradient by the same names. */
export function rule<Saved extends Tensors>({ value, saved, gradient }: Rule<Saved>): Applied {
  const names = Object.keys(saved);
  const named = (tensors: readonly Tensor[]) =>
    Object.fromEntries(names.map((name, place) => [name, tensors[place]])) as Saved;
  return {
    value,
    saved: Object.values(saved),
    gradient: (dy, tensors) => gradient(dy, named(tensors)),
  };
}

/** Applies a rule to its inputs; what the rule captures besides has no gradient. */
export function withGradient<const Inputs extends readonly Tensor[]>(
  inputs: Inputs,
  apply: (...inputs: Inputs) => Applied,
): Tensor {
  return tf.customGrad((...given: (Tensor | tf.GradSaveFunc)[]) => {
    // TensorFlow.js hands the inputs back, and last the function that saves.
    const save = given.at(-1) as tf.GradSaveFunc;
    const { value, saved, gradient } = apply(...given.slice(0, -1) as unknown as Inputs);
    save([...saved]);
    return { value, gradFunc: (dy: Tensor, kept: Tensor[]) => gradient(dy, kept) };
  })(...inputs);
}

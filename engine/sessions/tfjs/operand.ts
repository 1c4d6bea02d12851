// What a node of a graph reads: a tensor, or numbers that the host knows, such as shapes and axes.
import type { Tensor } from "../../tf.ts";

/** One value of a graph under way. */
export interface Operand {
  /** The value; int64 is held as int32, which is all that indices need. */
  readonly tensor: Tensor;
  /** The elements, where the value is a small constant. */
  readonly numbers?: readonly number[];
}

/** The numbers of an operand that says how to compute. Throws if they are no constant. */
export function numbersOf(operand: Operand | undefined, what: string): number[] {
  if (operand?.numbers === undefined) {
    throw new Error(`Cannot interpret a graph that computes its ${what}: they must be constants`);
  }
  return [...operand.numbers];
}

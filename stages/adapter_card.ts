// `adapter.json`: what every later stage must know of an attached method without knowing the method.
import type { Description } from "../adapters/mod.ts";
import type { DropoutMask } from "../engine/mod.ts";
import type { Task } from "../models/mod.ts";

/** The attachment in words and numbers, and the setting in which it was made. */
export interface AdapterCard extends Description {
  readonly architecture: string;
  readonly task: Task;
  /** Examples in a batch of the graphs. */
  readonly batch: number;
  readonly rank: number;
  readonly alpha: number;
  readonly adamw: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  /** The masks that a training step takes. */
  readonly dropout: readonly DropoutMask[];
}

// What later stages must know of prepared data without reading them, and of an attached method without knowing it.
import type { Description } from "../adapters/mod.ts";
import type { Normalization, Part, Task, Tokens } from "../data/mod.ts";
import type { DropoutMask } from "../engine/mod.ts";
import type { Task as ModelTask } from "../models/mod.ts";

/** `data.json`. Pixels are kept as 8 bits and normalised when a batch is made. */
export interface DataCard {
  readonly dataset: string;
  readonly source: string;
  readonly task: Task;
  readonly labelNames: readonly string[];
  /** Examples in each part. */
  readonly counts: Readonly<Record<Part, number>>;
  readonly normalization?: Normalization;
  readonly tokens?: Tokens;
}

/** The attachment in words and numbers, and the setting in which it was made. */
export interface AdapterCard extends Description {
  readonly architecture: string;
  readonly task: ModelTask;
  /** Examples in a batch of the graphs. */
  readonly batch: number;
  readonly rank: number;
  readonly alpha: number;
  readonly adamw: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  /** The masks that a training step takes. */
  readonly dropout: readonly DropoutMask[];
}

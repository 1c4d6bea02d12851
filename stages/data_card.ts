// `data.json`: what `inject_adapter` and the loops must know of prepared data without reading it.
import type { Normalization, Part, Task, Tokens } from "../data/mod.ts";

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

// What an architecture is: names and shapes of weights, and a forward pass written against `Forward`.
import type { Batch, Dropout, Tensor, TensorSpec } from "../engine/mod.ts";

export type { Batch };

/** A value, or the reason why there is none, in words for the person who wrote the input. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/** What the model is asked for; it decides the head and the loss, never the backbone. */
export type Task =
  | { readonly kind: "image_classification" | "sequence_classification"; readonly labels: number }
  | { readonly kind: "regression" }
  /** `masked`: how many positions of each sequence are predicted (K). */
  | { readonly kind: "masked_lm"; readonly masked: number };

/** What a forward pass may ask of its surroundings. Adapters change a model by changing `linear`. */
export interface Forward {
  /** The weight of that hub name. */
  weight(name: string): Tensor;
  /** y = x Wᵀ + b with `<module>.weight` [out, in] and, unless `bias` is false, `<module>.bias`. */
  linear(module: string, x: Tensor, bias?: boolean): Tensor;
  /** Seeded dropout in training, the identity otherwise; a rate of 0 leaves no trace. */
  dropout: Dropout;
}

/** One weight by its hub name, and how the hub's code draws it when no checkpoint has it. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  /** normal and truncated_normal have the config's `initializer_range` as standard deviation. */
  readonly init: "normal" | "zeros" | "ones" | "truncated_normal";
  /** A row that is zero at the start and gets no gradient from lookups (torch's `padding_idx`). */
  readonly zeroRow?: number;
}

/** A linear module that an adapter may change; letters as the papers write them. */
export interface Target {
  readonly module: string;
  readonly letter: "q" | "k" | "v" | "o";
  readonly in: number;
  readonly out: number;
}

/** What a forward pass gives. */
export interface Outputs {
  /** [B, C]; [B, 1] for regression; [B·K, vocabulary] for masked words. */
  readonly logits: Tensor;
  /** The embeddings' output, then each layer's: [B, S, H] each. */
  readonly hiddenStates: readonly Tensor[];
  /** [B, S, H], after the final layer norm where the architecture has one. */
  readonly lastHiddenState: Tensor;
}

/** One family of models. Methods are pure; the same arguments give the same names in the same order. */
export interface Architecture<C> {
  readonly name: "vit" | "roberta";
  /** Sizes of well-known models, in the hub's keys; `parseConfig` reads them. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Reads a hub `config.json`; refuses unknown and contradictory keys by name. */
  parseConfig(json: unknown): Result<C>;
  /** The standard deviation of drawn weights. */
  initializerRange(config: C): number;
  /** Every weight of the model with the task's head; the head's are those for which `isHead` holds. */
  weights(config: C, task: Task): readonly Weight[];
  isHead(name: string): boolean;
  /** Where a checkpoint may keep that weight, best first: older spellings, missing prefixes. */
  checkpointNames(name: string): readonly string[];
  targets(config: C): readonly Target[];
  /** The model's inputs and labels. Errors: throws when the data lack what the model needs. */
  batch(config: C, task: Task, data: BatchShape): readonly TensorSpec[];
  forward(config: C, task: Task, f: Forward, batch: Batch): Outputs;
  /** Loss per example [B], or per masked position [B·K] with 0 where the label is −100. */
  loss(task: Task, outputs: Outputs, batch: Batch): Tensor;
}

/** Examples in a batch, and tokens in a sequence. */
export interface BatchShape {
  readonly batch: number;
  readonly length?: number;
}

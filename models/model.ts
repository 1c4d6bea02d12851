// What an architecture is: names and shapes of weights, and a forward pass written against `Forward`.
import type { Batch, Dropout, Tensor, TensorSpec } from "../engine/mod.ts";

export type { Batch };

/** A value, or the reason why there is none, in words for the person who wrote the input. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/** What the model is asked for; it decides the head and the loss, never the backbone. */
export type Task =
  | { readonly kind: "image_classification"; readonly labels: number }
  | { readonly kind: "sequence_classification"; readonly labels: number; readonly head?: OtherHead }
  | { readonly kind: "regression"; readonly head?: OtherHead }
  /** `masked`: how many positions of each sequence are predicted (K). */
  | { readonly kind: "masked_lm"; readonly masked: number }
  /** Each token from those before it; labels are the ids themselves, −100 where nothing is asked. */
  | { readonly kind: "causal_lm" };

/** A head that is not the hub's: `fc` is the paper's own for DeBERTa. */
export type OtherHead = "fc";

/** What a forward pass may ask of its surroundings. Adapters change a model by changing `linear`. */
export interface Forward {
  /** The weight of that hub name. */
  weight(name: string): Tensor;
  /** y = x Wᵀ + b with `<module>.weight` and, unless told otherwise, `<module>.bias`. */
  linear(module: string, x: Tensor, form?: LinearForm): Tensor;
  /** Seeded dropout in training, the identity otherwise; a rate of 0 leaves no trace. */
  dropout: Dropout;
}

/** How a linear module keeps its weight; what is left out is as in `nn.Linear`. */
export interface LinearForm {
  /** Whether there is a bias; there is, if unsaid. */
  readonly bias?: boolean;
  /** The weight is [in, out], as GPT-2's `Conv1D` has it; [out, in], if unsaid. */
  readonly transposed?: boolean;
}

/** One weight by its hub name, and how the hub's code draws it when no checkpoint has it. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * normal and truncated_normal have the config's `initializer_range` as standard deviation; uniform lies
   * within ± `bound`.
   */
  readonly init: "normal" | "zeros" | "ones" | "truncated_normal" | "uniform";
  /** Factor of that standard deviation; 1, if unsaid. */
  readonly spread?: number;
  /** Of uniform draws. */
  readonly bound?: number;
  /** A row that is zero at the start and gets no gradient from lookups (torch's `padding_idx`). */
  readonly zeroRow?: number;
}

/** What a linear module is for: attention's four, all four, three in one (GPT-2), or the feed-forward's. */
export type TargetLetter = "q" | "k" | "v" | "o" | "qkv" | "ffn" | "other";

/** A linear map that an adapter may change: a module, or some of a module's outputs. */
export interface Target {
  /** What the adapter's tensors are named after: the module, or `<module>.q` for a part of it. */
  readonly name: string;
  /** `<module>.weight` holds the matrix. */
  readonly module: string;
  readonly letter: TargetLetter;
  readonly in: number;
  readonly out: number;
  /** The weight is [in, …] and not […, in]; see `LinearForm`. */
  readonly transposed?: boolean;
  /** The first of the `out` outputs that are meant, of a module that has more; all, if unsaid. */
  readonly from?: number;
}

/** Which weights belong to the task and not to the base model, by name. */
export interface Head {
  /** Those that a base checkpoint lacks, and that are drawn anew for each task. */
  readonly own: readonly string[];
  /** Those that every method trains; none for a language model. */
  readonly trained: readonly string[];
  /** What head-only training trains: the last map; a tied one is the word embeddings themselves. */
  readonly readout: readonly string[];
}

/** What a forward pass gives. */
export interface Outputs {
  /** [B, C]; [B, 1] for regression; [B·K, vocabulary] for masked words; [B, S, vocabulary] for next words. */
  readonly logits: Tensor;
  /** The embeddings' output, then each layer's: [B, S, H] each. */
  readonly hiddenStates: readonly Tensor[];
  /** [B, S, H], after the final layer norm where the architecture has one. */
  readonly lastHiddenState: Tensor;
}

/** One family of models. Methods are pure; the same arguments give the same names in the same order. */
export interface Architecture<C> {
  /** The hub's `model_type`. */
  readonly name: string;
  /** Sizes of well-known models, in the hub's keys; `parseConfig` reads them. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Every key that a config may have and that is understood; see `unknownKeys`. */
  readonly keys: ReadonlySet<string>;
  /** Reads a hub `config.json`; refuses by name what cannot be honoured and what contradicts itself. */
  parseConfig(json: unknown): Result<C>;
  /** The standard deviation of drawn weights. */
  initializerRange(config: C): number;
  /** What a base model is usually there for: its weights but the head's own are what a checkpoint has. */
  readonly usualTask: Task;
  /** Every weight of the model with the task's head, in the hub's order. */
  weights(config: C, task: Task): readonly Weight[];
  /** Which of the weights are the task's. Errors: throws for a task the architecture has no head for. */
  head(config: C, task: Task): Head;
  /** What the base model's weights begin with; a bare base model is saved without it. */
  readonly prefix: string;
  /** Where a checkpoint may keep that weight, best first: older spellings, missing prefixes. */
  checkpointNames(name: string): readonly string[];
  /** What the config makes one: a tensor's name in a checkpoint → the weight that it must repeat. */
  tied(config: C): Readonly<Record<string, string>>;
  /** Weights that a model of the task keeps for others and does not read; the library's has none of them. */
  unread?(task: Task): readonly string[];
  /** The linear maps of the layers, by letter; `linearTargets` has every other one too. */
  targets(config: C): readonly Target[];
  /** The model's inputs and labels. Errors: throws when the data lack what the model needs. */
  batch(config: C, task: Task, data: BatchShape): readonly TensorSpec[];
  forward(config: C, task: Task, f: Forward, batch: Batch): Outputs;
  /** Loss per example [B], per masked position [B·K] or per next token [B·(S−1)], 0 where the label is −100. */
  loss(task: Task, outputs: Outputs, batch: Batch): Tensor;
}

/** Examples in a batch, and tokens in a sequence. */
export interface BatchShape {
  readonly batch: number;
  readonly length?: number;
}

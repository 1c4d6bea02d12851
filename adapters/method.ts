// The words of this room: a method, what it makes of one matrix, and what it makes of one model.
import type { z } from "zod";
import type { Dropout, Group, Tensor, TensorSpec, Trained, Value, Values } from "../engine/mod.ts";
import type { Architecture, Config, Forward, Target, Task } from "../models/mod.ts";
import type { Factor } from "./factors.ts";

/** A method at work: its name, its other readings as options, and a rule. */
export interface Method {
  readonly name: string;
  /** Strict, with the paper's reading as default of each option (docs/paper.md, Table M). */
  readonly options: z.ZodType<Record<string, unknown>>;
  /** The rule for parsed options. */
  rule(options: Record<string, unknown>): Rule;
}

/** What a method does to a model, its options settled. */
export type Rule = FullRule | HeadRule | LowRankRule | PartialRule;

/** Every weight is trained. */
export interface FullRule {
  readonly kind: "full";
}

/** Only the task's head is trained. */
export interface HeadRule {
  readonly kind: "head";
}

/** W = W0 + s·B·A on the targets, s = α/r; the head is trained too. */
export interface LowRankRule {
  readonly kind: "low_rank";
  /** Where A comes from. */
  readonly factor: Factor;
  /** "A": B is fixed instead, drawn as A would be, and A starts at zero. */
  readonly trains: "A" | "B" | "A+B";
  /** The share of B·A that is kept, row by row and column by column; all, if unsaid (docs/paper.md, Masked BA). */
  readonly keep?: number | undefined;
  readonly chain: Chain | undefined;
  readonly rates: Rates | undefined;
}

/** r columns of W are trained in place; the head is trained too. */
export interface PartialRule {
  readonly kind: "partial";
  /** Which columns. */
  readonly factor: Factor;
  /** W[:, C] is P, s·P, or W0[:, C] + s·δ. */
  readonly form: "plain" | "scaled" | "delta";
  readonly chain: Chain | undefined;
}

/** What happens at a link's end: fold the update into W and start anew, or only move on. */
export interface Chain {
  readonly folds: boolean;
}

/** LoRA+: the factors and the head have rates of their own. */
export interface Rates {
  readonly a: number;
  readonly b: number;
  /** Rate of the head's 1-d tensors, which then have no decay; `undefined`: as the rest of the head. */
  readonly headBias: number | undefined;
}

/** What a method makes of one matrix. */
export interface Update {
  readonly trained: readonly FactorTensor[];
  /** Fed beside the weights and never trained. */
  readonly state: readonly TensorSpec[];
  /** What `trained` and `state` hold when a link begins; for a later link, what is overwritten then. */
  start(link: number): Record<string, Value>;
  /** What is added to W0 x + b: [..., in] → [..., out]. */
  apply(x: Tensor, values: Values): Tensor;
  /** The weight with the update folded in: [out, in]. */
  fold(weight: Tensor, values: Values): Tensor;
}

/** A trained tensor of an adapter. */
export interface FactorTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: "A" | "B" | "P";
}

/** How a study runs a method: what the method itself does not fix. */
export interface Setting {
  readonly rank: number;
  /** s = α / r; the paper has α = 2r. */
  readonly alpha: number;
  /** Links of a chain; methods that are not chained have one, whatever is said here. */
  readonly links: number;
  readonly seed: number;
  /** What is adapted, as `chooseTargets` reads it; query and value, if unsaid. */
  readonly targets?: readonly string[];
  /** The recipe's; the option `decay` says on what. */
  readonly weightDecay: number;
  /** Multiplier of the head's learning rate; 1 if unsaid (the paper's recipe for FFT has 10). */
  readonly headRate?: number;
  /** The method's own; see `Method.options`. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The model that a method is attached to. */
export interface Model {
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  readonly task: Task;
  /** A base tensor, read when it is asked for. */
  weights(name: string): Value;
}

/** What a method makes of one model: data, and three builders of graphs. */
export interface Attachment {
  readonly trained: readonly Trained[];
  /** Fed, not trained: fixed factors, columns, and a chain's own copy of each W it changes. */
  readonly state: readonly TensorSpec[];
  readonly groups: readonly Group[];
  /** Names of base tensors that stay constants. */
  readonly frozen: readonly string[];
  /** `trained` and `state` at the start of link 1. */
  readonly initial: Readonly<Record<string, Value>>;
  /** For each further link: what overwrites trained tensors and state, after the merge. */
  readonly draws: readonly Readonly<Record<string, Value>>[];
  /** The modules whose weights `merged` returns. A link's end overwrites those that are state. */
  readonly merges: readonly string[];
  /** The matrices under study, whatever the method trains: query and value of every block, if unsaid. */
  readonly adapted: readonly Target[];
  /** Counts of trained numbers. */
  readonly parameters: {
    readonly trained: number;
    readonly head: number;
    readonly adapter: number;
  };
  forward(values: Values, dropout?: Dropout): Forward;
  /** `<module>.weight` in the hub's layout with its adapters folded in, for every module that has one. */
  merged(values: Values): Record<string, Tensor>;
}

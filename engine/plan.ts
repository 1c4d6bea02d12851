// What there is to say about a computation before it is traced or run.
import type { AdamW } from "./adamw.ts";
import type { Source } from "./source.ts";
import type { TensorSpec } from "./value.ts";
import type { Tensor } from "./tf.ts";

/** The tensor of a name: trained, fed or frozen. Throws for a name that the plan does not have. */
export type Values = (name: string) => Tensor;

/** Dropout of a tensor; the mask comes from outside. */
export type Dropout = (x: Tensor, rate: number) => Tensor;

/** The tensors of a batch, by name. */
export type Batch = Readonly<Record<string, Tensor>>;

/** A constant of the computation. */
export type Frozen = TensorSpec & { readonly source: Source };

/** Trained tensors that share a rate and a weight decay. */
export interface Group {
  readonly name: string;
  /** Times the base rate; the caller multiplies, the graph is fed the product. */
  readonly rate: number;
  readonly weightDecay: number;
}

/** A tensor that training moves; float32. */
export interface Trained {
  readonly name: string;
  readonly shape: readonly number[];
  /** The place of its group in the plan. */
  readonly group: number;
}

/** One step of training. */
export interface StepPlan {
  readonly batch: readonly TensorSpec[];
  readonly trained: readonly Trained[];
  /** Fed at each step, not trained. */
  readonly state: readonly TensorSpec[];
  readonly frozen: readonly Frozen[];
  readonly groups: readonly Group[];
  readonly adamw: AdamW;
  /** The largest norm of all gradients together; null clips nothing. */
  readonly clip: number | null;
  /** The scalar that training makes small. */
  readonly loss: (values: Values, batch: Batch, dropout: Dropout) => Tensor;
}

/** One pass without gradients. */
export interface ForwardPlan {
  readonly batch: readonly TensorSpec[];
  /** Fed beside the batch, such as the trained tensors. */
  readonly inputs: readonly TensorSpec[];
  readonly frozen: readonly Frozen[];
  readonly outputs: (values: Values, batch: Batch) => Record<string, Tensor>;
}

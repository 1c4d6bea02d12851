// What a data set is to the rest of the project: a name, a task, and a way to prepare typed arrays.
import { z } from "zod";

/** What data ask of a model: `labels` classes, `masked` slots a row for a `share` of tokens, or each next token. */
export type Task =
  | { readonly kind: "image_classification" | "sequence_classification"; readonly labels: number }
  | { readonly kind: "masked_lm"; readonly masked: number; readonly share: number }
  | { readonly kind: "causal_lm" };

/** One field of all examples of a split, stored row after row. */
export interface Column {
  readonly dtype: "float32" | "int32" | "uint8";
  /** Shape of one example: `[]` for a number, `[1, 28, 28]` for an image. */
  readonly shape: readonly number[];
  /** `count · product(shape)` values. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** One part of a data set. */
export interface Split {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** The parts that every data set has. */
export type Part = "train" | "validation" | "test";

/** The parts in the order in which they are listed. */
export const parts: readonly Part[] = ["train", "validation", "test"];

/** The ids that a text data set's encoder gave a meaning, and the fixed length of its rows. */
export interface Tokens {
  readonly vocabulary: number;
  readonly begin: number;
  readonly pad: number;
  readonly end: number;
  readonly unknown: number;
  readonly mask: number;
  readonly length: number;
}

/** Mean and standard deviation a channel, of pixels scaled to 0 … 1 (or by another factor). */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** What grey levels are multiplied by; 1/255 if absent. */
  readonly scale?: number;
}

/** A data set, ready to be cut into batches. */
export interface Prepared {
  readonly task: Task;
  /** Where the data come from: package, version, licence. */
  readonly source: string;
  /** Name of label i; empty for language modelling. */
  readonly labelNames: readonly string[];
  readonly splits: Readonly<Record<Part, Split>>;
  /** Small files that go with the arrays: `NOTICE`, `tokenizer.json`. */
  readonly files: Readonly<Record<string, string>>;
  readonly tokens?: Tokens;
  readonly normalization?: Normalization;
}

/** What a preparation may read and where it may write. */
export interface Inputs {
  /** Paths of files from other nodes, by role: `tokenizer`. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder for temporary files; only `wordnet_text` writes there, and it removes them. */
  readonly scratch: string;
}

/** An expected failure, in words for people. */
export interface Failure {
  readonly ok: false;
  readonly reason: string;
  readonly message: string;
}

/** A value, or the reason why there is none. */
export type Result<T> = { readonly ok: true; readonly value: T } | Failure;

/** One data set. */
export interface Dataset {
  readonly name: string;
  readonly task: Task["kind"];
  /** One line: package, version, what it holds, licence. */
  readonly source: string;
  /** Roles that `Inputs.files` must name. */
  readonly needs: readonly string[];
  /** Schema of the parameters. */
  readonly parameters: z.ZodType;
  /** Reads, splits and encodes; the same parameters and files give the same bytes. */
  prepare(parameters: unknown, inputs: Inputs): Promise<Result<Prepared>>;
}

/** What the author of a data set writes: `Dataset`, with parameters already checked. */
export interface Definition<P> extends Omit<Dataset, "parameters" | "prepare"> {
  readonly parameters: z.ZodType<P>;
  load(parameters: P, inputs: Inputs): Promise<Result<Prepared>>;
}

/** Builds a failure. */
export function failure(reason: string, message: string): Failure {
  return { ok: false, reason, message };
}

/**
 * Makes a data set of its definition: parameters are checked, and named inputs are there, before
 * `load` begins. Failures: `invalid-parameters`, `missing-input`, and those of `load`.
 */
export function defineDataset<P>(definition: Definition<P>): Dataset {
  const { load, ...described } = definition;
  const prepare = async (parameters: unknown, inputs: Inputs): Promise<Result<Prepared>> => {
    const parsed = definition.parameters.safeParse(parameters);
    if (!parsed.success) return failure("invalid-parameters", z.prettifyError(parsed.error));
    const missing = definition.needs.find((role) => inputs.files[role] === undefined);
    if (missing !== undefined) {
      return failure("missing-input", `Data set ${definition.name} needs an input "${missing}"`);
    }
    return await load(parsed.data, inputs);
  };
  return { ...described, prepare };
}

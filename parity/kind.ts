// What a kind of reference case is to the rest of the room: it computes what the case holds, and measures.

/** How a check's error is told: as it is, in units of the reference's largest value, or equal or not. */
export type Reading = "absolute" | "relative" | "exact";

/** How far a value may be from the reference. Exact checks allow 0. */
export interface Tolerance {
  readonly max: number;
  readonly as: Reading;
}

/** One comparison of a case, over all elements that it covers. */
export interface Check {
  /** What the manifest calls it: `logits`. */
  readonly name: string;
  /** The largest error, in the check's own unit; Infinity when something is missing or is no number. */
  readonly max: number;
  /** The mean error over all elements; exact checks: the share of things that differ. */
  readonly mean: number;
  readonly tolerance: number;
  readonly as: Reading;
  readonly verdict: "pass" | "fail";
  /** Where it is off first, or most where it is within the tolerance: `hidden_states.2`, `step 7`. */
  readonly place?: string;
  /** Elements that are beyond the tolerance only as far as rounding alone moves them (see `kinds/trajectory.ts`). */
  readonly undetermined?: number;
  /** What is wrong there beyond a number: `holds NaN`, `is missing`. */
  readonly fault?: string;
}

/** A case of the manifest; each kind reads fields of its own from it. */
export interface ReferenceCase {
  readonly id: string;
  readonly kind: string;
  readonly checks: Readonly<Record<string, Tolerance>>;
  readonly [field: string]: unknown;
}

/** A case, with its folder around it. */
export interface CaseContext {
  readonly golden: ReferenceCase;
  /** The path of a file of the folder: `models/vit-cls/io.safetensors`. */
  path(file: string): string;
  /** The path of the file or folder that a field of the case names. Errors: throws where the field is not text. */
  file(field: string): string;
  /** What the manifest allows for a check. Errors: throws where it says nothing. */
  tolerance(check: string): Tolerance;
  /** Says beside the verdict what a reader should know: a key or a tensor that nobody reads. */
  remark(sentence: string): void;
}

/**
 * One kind of case. A wrong value is a failed check. What `check` throws, such as an unreadable file, becomes
 * the case's message, so that one broken case leaves the others standing.
 */
export interface Kind {
  check(context: CaseContext): Promise<Check[]>;
}

// What was found of one kernel, model or method on one engine.

/** The parts of the table. */
export type Group = "kernels" | "models" | "methods";

export interface Finding {
  readonly group: Group;
  readonly name: string;
  readonly verdict: "pass" | "fail";
  /** The largest error, as a share of the reference's largest value where the check is relative; null for none. */
  readonly error: number | null;
  /** Equal where the same came out. */
  readonly digest: string;
  readonly milliseconds: number;
  /** What failed, in words. */
  readonly message?: string;
}

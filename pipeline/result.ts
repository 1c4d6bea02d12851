// The outcome of a request that can be refused: a value, or a named reason with a sentence.

/** Why a request was refused: a kebab-case name for programs, a sentence for people. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
}

/** A value, or a failure that the caller is meant to handle. */
export type Result<T, F = Failure> =
  | { readonly ok: true; readonly value: T }
  | ({ readonly ok: false } & F);

/** The value, as a result. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A refusal, as a result. */
export function failure(reason: string, message: string): { readonly ok: false } & Failure {
  return { ok: false, reason, message };
}

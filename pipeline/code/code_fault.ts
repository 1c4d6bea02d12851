// Code that cannot be identified: whoever wrote it is told in a sentence, and nothing runs.

/** Why a stage's code has no identity; its message says where. */
export class CodeFault extends Error {
  override readonly name = "CodeFault";
}

/** The sentence of an error that is about a stage's code; undefined for every other. */
export function codeFault(error: unknown): string | undefined {
  return error instanceof CodeFault ? error.message : undefined;
}

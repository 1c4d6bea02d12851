// Inside a worker an expected failure ends the node: its sentence becomes the node's message.
import type { Result } from "../pipeline/mod.ts";

/** A failure that a user can act on; the worker reports its sentence without a stack. */
export class StageFailure extends Error {
  override readonly name = "StageFailure";
}

/** The value of a result, or the node's end with the failure's sentence. */
export function expectValue<T>(result: Result<T>): T {
  if (!result.ok) throw new StageFailure(result.message);
  return result.value;
}

// The options of a method: those of its pieces, and those that every method has.
import { z } from "zod";
import { decay } from "./decay.ts";
import type { Piece } from "./piece.ts";

/** A strict object: an option that no piece has is refused. */
export function optionsOf(pieces: readonly Piece<unknown>[]): z.ZodObject {
  return z.strictObject(Object.assign({}, ...[...pieces, decay].map((each) => each.shape)));
}

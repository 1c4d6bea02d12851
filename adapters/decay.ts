// Where weight decay acts: an option of every method.
import { z } from "zod";
import { piece } from "./piece.ts";
import type { Piece } from "./piece.ts";

/** "recipe": none on factors, nor on biases and norms of FFT. "everything": on all that is trained. */
export type Decay = "recipe" | "everything";

/** The paper's recipes, or decay on everything as `peft`'s and torch's defaults have it. */
export const decay: Piece<Decay> = piece(
  { "decay": z.enum(["recipe", "everything"]).default("recipe") },
  ({ decay }) => decay,
);

// LoRA+: learning rates of their own for A, B and the head.
import { z } from "zod";
import type { Rates } from "./method.ts";
import { piece } from "./piece.ts";
import type { Piece } from "./piece.ts";

/**
 * λ = `ratio` (Hayou et al. 2024 have 16), and who gets it: B at λ·lr (simple), 1-d tensors of the head
 * too (`peft`'s `create_loraplus_optimizer`), A at lr/λ (divide), or both (squared, as released).
 */
export const loraPlusRates: Piece<Rates> = piece(
  {
    "groups": z.enum(["simple", "peft", "divide", "squared"]).default("simple"),
    "ratio": z.number().positive().default(16),
  },
  ({ groups, ratio }) => ({
    a: groups === "divide" || groups === "squared" ? 1 / ratio : 1,
    b: groups === "divide" ? 1 : ratio,
    headBias: groups === "peft" ? ratio : undefined,
  }),
);

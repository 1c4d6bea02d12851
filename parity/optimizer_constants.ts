// The constants of AdamW as a case tells them, and those of this project where they are the same.
import { z } from "zod";
import { type AdamW, torchAdamW } from "../engine/mod.ts";

/** The fields of a facts file. */
export const optimizerFacts = {
  betas: z.tuple([z.number(), z.number()]),
  eps: z.number(),
};

/** What torch's AdamW does when nothing is said. */
const torch = { betas: [0.9, 0.999], eps: 1e-8 } as const;

/**
 * The constants to train a case with. A case with torch's defaults gets the project's own, so that a wrong
 * one among these shows.
 */
export function adamwOf(
  { betas, eps }: { readonly betas: readonly [number, number]; readonly eps: number },
): AdamW {
  const usual = eps === torch.eps && betas.every((beta, index) => beta === torch.betas[index]);
  return usual ? torchAdamW : { beta1: betas[0], beta2: betas[1], epsilon: eps };
}

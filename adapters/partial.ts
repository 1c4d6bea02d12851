// PaCA: r columns of each weight are trained in place.
import { z } from "zod";
import type { Factor } from "./factor.ts";
import type { Method, MethodName, PartialRule } from "./method.ts";
import { optionsOf } from "./options_of.ts";
import { piece } from "./piece.ts";

const pacaForm = piece(
  { "form": z.enum(["plain", "scaled", "delta"]).default("plain") },
  ({ form }) => form,
);

/** W[:, C] is trained. */
export function partial(name: MethodName, factor: Factor): Method {
  return { name, options: optionsOf([pacaForm]), rule: ruleOf({ factor, chain: undefined }) };
}

/** Other columns in each link; what the last one made of W stays. */
export function partialChain(name: MethodName, factor: Factor): Method {
  const options = optionsOf([pacaForm]).superRefine(refuseDecayedChain);
  return { name, options, rule: ruleOf({ factor, chain: { folds: true } }) };
}

function ruleOf(fixed: Pick<PartialRule, "factor" | "chain">): Method["rule"] {
  return (options) => ({ kind: "partial", form: pacaForm.read(options), ...fixed });
}

/** A chain trains changes of columns, and decay is to act on columns (see `partialUpdate`). */
function refuseDecayedChain({ decay }: Record<string, unknown>, context: z.RefinementCtx): void {
  if (decay !== "everything") return;
  const message = '"recipe" where only changes of columns are trained';
  context.addIssue({ code: "custom", path: ["decay"], message, input: decay });
}

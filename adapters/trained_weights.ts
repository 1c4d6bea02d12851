// Which of a model's own weights a rule trains, beside its factors.
import type { Weight } from "../models/mod.ts";
import type { Ungrouped } from "./groups.ts";
import type { Model, Rule } from "./method.ts";

/** All weights for FFT, what maps to the outputs for head-only training, the task's own head otherwise. */
export function trainedWeights(
  rule: Rule,
  { architecture, config, task }: Omit<Model, "weights">,
  weights: readonly Weight[],
): Ungrouped[] {
  const { own, trained, readout } = architecture.head(config, task);
  const head = rule.kind === "head" ? readout : rule.kind === "full" ? own : trained;
  return weights
    .filter(({ name }) => rule.kind === "full" || head.includes(name))
    .map(({ name, shape }) => ({ name, shape, role: head.includes(name) ? "head" : "base" }));
}

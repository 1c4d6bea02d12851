// How many numbers a rule trains of each matrix: the paper's formula, as text and as a count.
import type { Target } from "../models/mod.ts";
import type { Rule } from "./method.ts";

/** n = out, m = in, r = rank. */
export interface Formula {
  readonly text: string;
  /** Trained numbers of one adapted matrix. */
  count(target: Pick<Target, "in" | "out">, rank: number): number;
}

const both: Formula = { text: "Σ r(in + out)", count: (target, r) => r * (target.in + target.out) };
const outputs: Formula = { text: "Σ r·out", count: ({ out }, r) => r * out };
const inputs: Formula = { text: "Σ r·in", count: (target, r) => r * target.in };

/** Sums run over the adapted matrices; what is trained of the head comes on top. */
export function formulaOf(rule: Rule): Formula {
  if (rule.kind === "full") return { text: "all weights", count: () => 0 };
  if (rule.kind === "head") return { text: "the head", count: () => 0 };
  if (rule.kind === "partial" || rule.trains === "B") return outputs;
  return rule.trains === "A" ? inputs : both;
}

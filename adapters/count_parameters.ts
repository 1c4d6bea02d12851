// How many numbers a method trains of a model, without its weights.
import { sizeOf } from "../engine/mod.ts";
import type { Result, Weight } from "../models/mod.ts";
import { formulaOf } from "./formula.ts";
import type { Attachment, Method, Model, Setting } from "./method.ts";
import { chooseTargets, queryAndValue } from "./targets.ts";
import { trainedWeights } from "./trained_weights.ts";

/** What a method trains, and how many numbers the model has without it. */
export interface Counts extends Pick<Attachment, "parameters"> {
  readonly total: number;
}

/**
 * The counts that `attach` would find.
 * Errors: those of `chooseTargets`, and `rank-too-high`. Throws for options that `checkOptions` refuses.
 */
export function countParameters(
  method: Method,
  model: Omit<Model, "weights">,
  { rank, targets, options }: Pick<Setting, "rank" | "targets" | "options">,
): Result<Counts> {
  const { architecture, config, task } = model;
  const adapted = chooseTargets(architecture.targets(config), targets ?? queryAndValue);
  if (!adapted.ok) return adapted;
  const rule = method.rule(method.options.parse(options ?? {}));
  const formula = formulaOf(rule);
  const narrowest = Math.min(...adapted.value.map((target) => target.in));
  if (rank > narrowest) return rankTooHigh(rank, narrowest);
  const weights = architecture.weights(config, task);
  const own = trainedWeights(rule, model, weights);
  const adapter = adapted.value.reduce((sum, target) => sum + formula.count(target, rank), 0);
  const head = numbers(own.filter(({ role }) => role === "head"));
  const trained = numbers(own) + adapter;
  return { ok: true, value: { total: numbers(weights), parameters: { trained, head, adapter } } };
}

function rankTooHigh(rank: number, narrowest: number): Result<never> {
  const message = `Cannot adapt with rank ${rank} as a matrix has ${narrowest} inputs`;
  return { ok: false, reason: "rank-too-high", message };
}

function numbers(tensors: readonly Pick<Weight, "shape">[]): number {
  return tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

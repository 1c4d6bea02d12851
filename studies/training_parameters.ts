// What of a recipe concerns a method, as the parameters of the stages that attach and train it.
import { boundOf, checkOptions, type MethodName, methodNamed, methods } from "../adapters/mod.ts";
import type { Cell, Recipe } from "./study.ts";

/** One training: a cell's, or a base model's own. */
export interface Training extends Pick<Cell, "method" | "seed" | "data" | "recipe"> {
  /** What its nodes are about. */
  readonly subject: string;
}

/** The parameters of `inject_adapter`. */
export function injectParameters({ method, seed, recipe }: Training) {
  const { rank, alpha, targets, epochs, chainEvery, ...rest } = concerning(method, recipe);
  const { batch, weightDecay, headRate, clip, options } = rest;
  return {
    method,
    design: methods[method].design,
    seed,
    rank,
    alpha: alpha ?? 2 * rank,
    targets,
    links: Math.ceil(epochs / chainEvery),
    batch,
    weightDecay,
    headRate,
    clip,
    options,
  };
}

/** The parameters of `train`. */
export function trainParameters({ method, seed, recipe }: Training) {
  const { epochs, rate, schedule, warmupRatio, minRate, ...rest } = concerning(method, recipe);
  const { select, probe, chainEvery, chainOptimizer, chainSchedule, rounding } = rest;
  return {
    seed,
    epochs,
    rate,
    schedule,
    warmupRatio,
    ...(rounding === "down" || warmupRatio === 0 ? {} : { rounding }),
    minRate,
    select,
    probe,
    chainEvery,
    chainOptimizer,
    chainSchedule,
  };
}

/** The parameters of `compute_bounds`. */
export function boundParameters({ method, recipe }: Pick<Cell, "method" | "recipe">) {
  return { bound: boundOf(method, methods[method], recipe.options) };
}

/**
 * The recipe as a method understands it: one link where it has no chain, no rank where it has no adapter.
 * A word that means nothing to a method is then in none of its keys, and trains none of its cells again.
 */
function concerning(method: MethodName, recipe: Recipe): Recipe {
  const adapting = methodNamed(method);
  const options = checkOptions(adapting, recipe.options);
  // `inject_adapter` refuses them, with the sentence.
  if (!options.ok) return recipe;
  const rule = adapting.rule(options.value);
  if (rule.kind === "full" || rule.kind === "head") {
    return { ...oneLink(recipe), rank: 0, alpha: 0 };
  }
  return rule.chain === undefined ? oneLink(recipe) : recipe;
}

function oneLink(recipe: Recipe): Recipe {
  const { epochs } = recipe;
  return { ...recipe, chainEvery: epochs, chainOptimizer: "reset", chainSchedule: "go-on" };
}

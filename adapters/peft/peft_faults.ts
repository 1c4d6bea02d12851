// What can be wrong with an adapter's tensors, once each one's place is known.
import type { Value } from "../../engine/mod.ts";
import type { Result } from "../../models/mod.ts";
import { endsAsOne, moduleTest } from "./module_wish.ts";
import { type PeftConfig, rankOf } from "./peft_config.ts";
import { contradictory, isSame } from "./read_factors.ts";
import type { FileFactor, FileFactors } from "./read_factors.ts";
import { type AdaptedModel, moduleSpellings, sizesOf } from "./spelled_names.ts";

/** By our name of the module. */
export type Factors = ReadonlyMap<string, FileFactors>;

/** The first fault of the factors, or nothing. */
export function factorFault(
  factors: Factors,
  config: PeftConfig,
  model: AdaptedModel,
): Result<never> | undefined {
  const test = moduleTest(config["target_modules"]);
  if (!test.ok) return test;
  for (const [module, { A, B }] of factors) {
    const sides = [...A, ...B];
    if (!sides.some(({ spelled }) => test.value(spelled))) return untargeted(spelledOf(sides));
    const fault = sidesFault(module, [A, B]) ?? shapeFault(module, { A, B }, { config, model });
    if (fault !== undefined) return fault;
  }
  // A choice of layers, or an exclusion, makes it hard to say what lacks; then the file is believed.
  if (config["exclude_modules"] ?? config["layers_to_transform"]) return undefined;
  const lacking = [...moduleSpellings(model)]
    .find(([spelled, module]) => test.value(spelled) && !factors.has(module));
  return lacking && missingFactor(lacking[1]);
}

/** Both sides have to be there, and what is there twice has to be the same. */
function sidesFault(
  module: string,
  sides: readonly (readonly FileFactor[])[],
): Result<never> | undefined {
  if (sides.some((side) => side.length === 0)) return missingFactor(module);
  const twice = sides.some(([first, ...others]) =>
    others.some((other) => !isSame(first?.value as Value, other.value))
  );
  return twice ? contradictory(module) : undefined;
}

function shapeFault(
  module: string,
  { A, B }: FileFactors,
  { config, model }: { readonly config: PeftConfig; readonly model: AdaptedModel },
): Result<never> | undefined {
  const rank = rankOf(config, spelledOf(A));
  const { in: width, out } = sizesOf(module, model);
  return wrongShape(`${module}.lora_A.weight`, A[0]?.value, [rank, width]) ??
    wrongShape(`${module}.lora_B.weight`, B[0]?.value, [out, rank]);
}

/** The first fault of the weights that the file brings, or ought to bring. */
export function weightFault(
  weights: ReadonlyMap<string, Value>,
  config: PeftConfig,
  { architecture, config: own, task }: AdaptedModel,
): Result<never> | undefined {
  const saved = config["modules_to_save"] ?? [];
  for (const { name, shape } of architecture.weights(own, task)) {
    const value = weights.get(name);
    const fault = value === undefined
      ? isWithin(name, saved) ? missingWeight(name) : undefined
      : wrongShape(name, value, shape);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether the weight belongs to one of the modules, at any depth. */
function isWithin(name: string, modules: readonly string[]): boolean {
  const steps = name.split(".");
  return steps.some((_, index) => endsAsOne(steps.slice(0, index).join("."), modules));
}

/** The name by which the file's own configuration knows the module. */
export const spelledOf = (side: readonly FileFactor[]): string => side[0]?.spelled ?? "";

function wrongShape(
  name: string,
  value: Value | undefined,
  shape: readonly number[],
): Result<never> | undefined {
  if (String(value?.shape) === String(shape)) return undefined;
  const message =
    `Cannot read the adapter as ${name} must have shape [${shape}]: current value is [${value?.shape}]`;
  return { ok: false, reason: "wrong-shape", message };
}

function missingFactor(module: string): Result<never> {
  const message = `Cannot read the adapter as it lacks factors of ${module}`;
  return { ok: false, reason: "missing-factor", message };
}

function missingWeight(name: string): Result<never> {
  const message =
    `Cannot read the adapter as modules_to_save asks for ${name} and the file lacks it`;
  return { ok: false, reason: "missing-weight", message };
}

function untargeted(module: string): Result<never> {
  const message = `Cannot read the adapter as target_modules does not name ${module}, ` +
    "and the file has factors of it";
  return { ok: false, reason: "untargeted-factor", message };
}

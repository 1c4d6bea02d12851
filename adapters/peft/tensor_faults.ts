// What can be wrong with the tensors of an adapter's file, each fault in a sentence that names the tensor.
import type { Value } from "../../engine/mod.ts";
import type { Result } from "../../models/mod.ts";
import { endsIn, type ModuleSetting } from "./adapted_modules.ts";
import type { PeftConfig } from "./peft_config.ts";
import { type AdaptedModel, isLiveName, moduleSpellings, sizesOf } from "./spelled_names.ts";

/** A factor as it stands in the file. */
export interface FileFactor {
  /** The module as the file spells it, without the wrapper. */
  readonly spelled: string;
  readonly value: Value;
}

/** The factors of one module, by the side they stand on; a file may have a module under two names. */
export interface FileFactors {
  readonly A: readonly FileFactor[];
  readonly B: readonly FileFactor[];
}

/** The tensors of a file, by what they are. */
export interface SortedTensors {
  readonly factors: ReadonlyMap<string, FileFactors>;
  readonly weights: ReadonlyMap<string, Value>;
}

/** What the tensors are held to. */
export interface Asked {
  readonly config: PeftConfig;
  readonly model: AdaptedModel;
  /** By the names that a file may use. */
  readonly settings: ReadonlyMap<string, ModuleSetting>;
}

/** Equal shapes and elements. */
export function isSame(a: Value, b: Value): boolean {
  return a === b || (String(a.shape) === String(b.shape) &&
    a.data.every((element, index) => element === b.data[index]));
}

/** The first fault of the factors, or nothing. */
export function factorFault(
  factors: ReadonlyMap<string, FileFactors>,
  asked: Asked,
): Result<never> | undefined {
  const { settings } = asked;
  for (const [module, { A, B }] of factors) {
    const sides = [...A, ...B];
    if (!sides.some(({ spelled }) => settings.get(spelled)?.isAdapted)) {
      return fault(
        "untargeted-factor",
        `target_modules does not name ${sides[0]?.spelled}, ` +
          "and the file has factors of it",
      );
    }
    const wrong = sidesFault(module, [A, B]) ?? shapeFault(module, { A, B }, asked);
    if (wrong !== undefined) return wrong;
  }
  return lackingFactor(factors, asked);
}

/** What the configuration adapts, by the names that the file uses, has factors; tied words have none here. */
function lackingFactor(
  factors: ReadonlyMap<string, FileFactors>,
  { model, settings }: Asked,
): Result<never> | undefined {
  const ours = moduleSpellings(model);
  const used = [...factors].flatMap(([module, { A }]) =>
    A.map(({ spelled }) => isLiveName(model, spelled, module))
  );
  const isUsed = (name: string, module: string) =>
    !used.includes(true) || isLiveName(model, name, module);
  for (const [name, { isAdapted }] of settings) {
    const module = ours.get(name);
    if (!isAdapted || module !== undefined && factors.has(module)) continue;
    if (module === undefined) {
      return fault("unsupported-adapter", `it adapts ${name}, which is the word embeddings`);
    }
    if (isUsed(name, module)) return missingFactor(module);
  }
  return undefined;
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
  { model, settings }: Asked,
): Result<never> | undefined {
  const rank = settings.get(A[0]?.spelled ?? "")?.rank ?? 0;
  const { in: width, out } = sizesOf(module, model);
  return wrongShape(`${module}.lora_A.weight`, A[0]?.value, [rank, width]) ??
    wrongShape(`${module}.lora_B.weight`, B[0]?.value, [out, rank]);
}

/** The first fault of the weights that the file brings, or ought to bring. */
export function weightFault(
  weights: ReadonlyMap<string, Value>,
  { config, model: { architecture, config: own, task } }: Asked,
): Result<never> | undefined {
  const isSaved = endsIn(config.modules_to_save ?? []);
  for (const { name, shape } of architecture.weights(own, task)) {
    const value = weights.get(name);
    const isAsked = () => steps(name).some(isSaved);
    const wrong = value !== undefined
      ? wrongShape(name, value, shape)
      : isAsked()
      ? fault("missing-weight", `modules_to_save asks for ${name} and the file lacks it`)
      : undefined;
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The modules that a weight belongs to, at every depth. */
function steps(name: string): string[] {
  const parts = name.split(".");
  return parts.map((_, index) => parts.slice(0, index).join("."));
}

/** With `bias` the file brings the biases that were trained: of all modules, or of those with factors. */
export function biasFault(
  { factors, weights }: SortedTensors,
  { config: { bias }, model: { architecture, config, task } }: Asked,
): Result<never> | undefined {
  if (bias === "none") return undefined;
  const isTrained = (module: string) => bias === "all" || factors.has(module);
  const lacking = architecture.weights(config, task).find(({ name }) =>
    name.endsWith(".bias") && isTrained(name.replace(/\.bias$/, "")) && !weights.has(name)
  );
  return lacking &&
    fault("missing-bias", `its bias is "${bias}" and the file lacks ${lacking.name}`);
}

function wrongShape(
  name: string,
  value: Value | undefined,
  shape: readonly number[],
): Result<never> | undefined {
  if (String(value?.shape) === String(shape)) return undefined;
  return fault(
    "wrong-shape",
    `${name} must have shape [${shape}]: current value is [${value?.shape}]`,
  );
}

const missingFactor = (module: string) => fault("missing-factor", `it lacks factors of ${module}`);

/** For what the file has twice with two contents. */
export const contradictory = (name: string) =>
  fault("contradictory-tensor", `it has ${name} twice, with different elements`);

/** For a name that means nothing here. */
export const unknown = (key: string, { architecture }: AdaptedModel) =>
  fault("unknown-tensor", `${key} is no factor or weight of a model of ${architecture.name}`);

function fault(reason: string, why: string): Result<never> {
  return { ok: false, reason, message: `Cannot read the adapter as ${why}` };
}

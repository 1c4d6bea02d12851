// The tensors of an adapter's file: what each one is, and whether they are what the configuration asks for.
import type { Value } from "../../engine/mod.ts";
import type { Result } from "../../models/mod.ts";
import { endsIn, type ModuleSetting, moduleSettings } from "./adapted_modules.ts";
import { type PeftConfig, wrapper } from "./peft_config.ts";
import { type AdaptedModel, isLiveName, moduleNames, moduleSpellings } from "./spelled_names.ts";
import { sizesOf, type Spellings, weightSpellings } from "./spelled_names.ts";

/** A factor as it stands in the file. */
interface FileFactor {
  /** The module as the file spells it, without the wrapper. */
  readonly spelled: string;
  readonly value: Value;
}

/** The factors of one module, by the side they stand on; a file may have a module under two names. */
interface FileFactors {
  readonly A: readonly FileFactor[];
  readonly B: readonly FileFactor[];
}

/** What the file brings. */
export interface AdapterTensors {
  /** By our name of the module. */
  readonly factors: ReadonlyMap<string, LoadedFactors>;
  /** Weights that stand in for the base's, by our name. */
  readonly weights: ReadonlyMap<string, Value>;
}

/** s·B·A of one module: A [r, in], B [out, r]. */
export interface LoadedFactors {
  readonly A: Value;
  readonly B: Value;
  readonly scale: number;
}

/**
 * Sorts the tensors and compares them with what the configuration says.
 * Errors: `unknown-tensor` for a name that means nothing here; `contradictory-tensor` for what the file has
 * twice with two contents; those of `moduleSettings`; `untargeted-factor`, `missing-factor`,
 * `missing-weight`, `missing-bias`, `wrong-shape` and `unsupported-adapter`, each naming what is at fault.
 */
export function readTensors(
  tensors: Readonly<Record<string, Value>>,
  config: PeftConfig,
  model: AdaptedModel,
): Result<AdapterTensors> {
  const sorted = sortTensors(tensors, model);
  if (!sorted.ok) return sorted;
  const settings = moduleSettings(config, moduleNames(model, config.task_type));
  if (!settings.ok) return settings;
  const { factors, weights } = sorted.value;
  const asked: Asked = { config, model, settings: settings.value };
  const fault = factorFault(factors, asked) ?? weightFault(weights, asked) ??
    biasFault(sorted.value, asked);
  if (fault !== undefined) return fault;
  const loaded = [...factors].map(([module, of]) => [module, loadedFrom(of, asked)] as const);
  return { ok: true, value: { factors: new Map(loaded), weights } };
}

interface Asked {
  readonly config: PeftConfig;
  readonly model: AdaptedModel;
  /** By the names that a file may use. */
  readonly settings: ReadonlyMap<string, ModuleSetting>;
}

function loadedFrom({ A: [a], B: [b] }: FileFactors, { settings }: Asked): LoadedFactors {
  const scale = settings.get(a?.spelled ?? "")?.scale ?? 1;
  return { A: a?.value as Value, B: b?.value as Value, scale };
}

interface SortedTensors {
  readonly factors: ReadonlyMap<string, FileFactors>;
  readonly weights: ReadonlyMap<string, Value>;
}

function sortTensors(
  tensors: Readonly<Record<string, Value>>,
  model: AdaptedModel,
): Result<SortedTensors> {
  const names = { modules: moduleSpellings(model), weights: weightSpellings(model) };
  const factors = new Map<string, FileFactors>();
  const weights = new Map<string, Value>();
  for (const [key, value] of Object.entries(tensors)) {
    if (isCopy(key)) continue;
    const found = placeOf(key, names);
    if (found === undefined) return unknown(key, model);
    if (found.side !== undefined) {
      const { A, B } = factors.get(found.name) ?? { A: [], B: [] };
      const sides = { A: [...A], B: [...B] };
      sides[found.side].push({ spelled: found.spelled, value });
      factors.set(found.name, sides);
    } else if (!isSame(weights.get(found.name) ?? value, value)) return contradictory(found.name);
    else weights.set(found.name, value);
  }
  return { ok: true, value: { factors, weights } };
}

/** With biases trained, `peft` writes its wrapper's copies of a head too, beside the head itself. */
function isCopy(key: string): boolean {
  return /\.(original_module|modules_to_save)\./.test(key);
}

interface Place {
  /** Ours. */
  readonly name: string;
  readonly spelled: string;
  /** Nothing for a weight. */
  readonly side?: "A" | "B";
}

function placeOf(
  key: string,
  names: { readonly modules: Spellings; readonly weights: Spellings },
): Place | undefined {
  if (!key.startsWith(wrapper)) return undefined;
  const inner = key.slice(wrapper.length);
  const [, spelled, side] = /^(.+)\.lora_([AB])\.weight$/.exec(inner) ?? [];
  if (spelled === undefined) {
    const name = names.weights.get(inner);
    return name === undefined ? undefined : { name, spelled: inner };
  }
  const name = names.modules.get(spelled);
  return name === undefined ? undefined : { name, spelled, side: side as "A" | "B" };
}

/** Equal shapes and elements. */
function isSame(a: Value, b: Value): boolean {
  return a === b || (String(a.shape) === String(b.shape) &&
    a.data.every((element, index) => element === b.data[index]));
}

/** The first fault of the factors, or nothing. */
function factorFault(
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
function weightFault(
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
function biasFault(
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

const contradictory = (name: string) =>
  fault("contradictory-tensor", `it has ${name} twice, with different elements`);

const unknown = (key: string, { architecture }: AdaptedModel) =>
  fault("unknown-tensor", `${key} is no factor or weight of a model of ${architecture.name}`);

function fault(reason: string, why: string): Result<never> {
  return { ok: false, reason, message: `Cannot read the adapter as ${why}` };
}

// The tensors of an adapter's file, sorted by what each one is, and refused unless they are what is asked for.
import type { Value } from "../../engine/mod.ts";
import type { Result } from "../../models/mod.ts";
import { moduleSettings } from "./adapted_modules.ts";
import { type PeftConfig, wrapper } from "./peft_config.ts";
import { type AdaptedModel, moduleNames, moduleSpellings } from "./spelled_names.ts";
import { type Spellings, weightSpellings } from "./spelled_names.ts";
import type { Asked, FileFactors, SortedTensors } from "./tensor_faults.ts";
import {
  biasFault,
  contradictory,
  factorFault,
  isSame,
  unknown,
  weightFault,
} from "./tensor_faults.ts";

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

function loadedFrom({ A: [a], B: [b] }: FileFactors, { settings }: Asked): LoadedFactors {
  const scale = settings.get(a?.spelled ?? "")?.scale ?? 1;
  return { A: a?.value as Value, B: b?.value as Value, scale };
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

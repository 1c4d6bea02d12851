// The tensors of an adapter's file, sorted: factors by module, and weights that stand in for the base's.
import type { Value } from "../../engine/mod.ts";
import type { Result } from "../../models/mod.ts";
import { wrapper } from "./peft_folder.ts";
import { type AdaptedModel, moduleSpellings, weightSpellings } from "./spelled_names.ts";
import type { Spellings } from "./spelled_names.ts";

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

export interface SortedTensors {
  /** By our name of the module. */
  readonly factors: ReadonlyMap<string, FileFactors>;
  /** By our name of the weight. */
  readonly weights: ReadonlyMap<string, Value>;
}

/**
 * Finds out what each tensor of the file is.
 * Errors: `unknown-tensor` for a name that means nothing here; `contradictory-tensor` for a weight that
 * the file has twice, under two names and with two contents.
 */
export function sortTensors(
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
export function isSame(a: Value, b: Value): boolean {
  return a === b || (String(a.shape) === String(b.shape) &&
    a.data.every((element, index) => element === b.data[index]));
}

function unknown(key: string, { architecture }: AdaptedModel): Result<never> {
  const message =
    `Cannot read the adapter as ${key} is no factor or weight of a model of ${architecture.name}`;
  return { ok: false, reason: "unknown-tensor", message };
}

export function contradictory(name: string): Result<never> {
  const message = `Cannot read the adapter as it has ${name} twice, with different elements`;
  return { ok: false, reason: "contradictory-tensor", message };
}

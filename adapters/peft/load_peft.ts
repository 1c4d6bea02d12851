// Reads an adapter of `peft`: low-rank updates by module, and the weights that it brings of its own.
import { linear, tf } from "../../engine/mod.ts";
import type { Dropout, Value, Values } from "../../engine/mod.ts";
import { plainForward } from "../../models/mod.ts";
import type { Forward, Result } from "../../models/mod.ts";
import { type PeftFolder, readPeftConfig } from "./peft_config.ts";
import { type LoadedFactors, readTensors } from "./read_tensors.ts";
import type { AdaptedModel } from "./spelled_names.ts";

/** A loaded adapter: tensors to feed, and the forward pass that uses them. */
export interface LoadedPeft {
  /** `<module>.lora_A.weight` [r, in], `<module>.lora_B.weight` [out, r], and each replaced weight. */
  readonly values: Readonly<Record<string, Value>>;
  /** Names of base weights that `values` stand in for: a head, mostly. */
  readonly replaced: readonly string[];
  /** s of each adapted module. */
  readonly scales: ReadonlyMap<string, number>;
  forward(values: Values, dropout?: Dropout): Forward;
}

/**
 * y = W0 x + b + s·B(A x) on the modules that the file adapts.
 * Errors: those of `readPeftConfig` and `readTensors`, each naming the module or weight at fault.
 */
export function loadPeft(folder: PeftFolder, model: AdaptedModel): Result<LoadedPeft> {
  const config = readPeftConfig(folder.config);
  if (!config.ok) return config;
  const read = readTensors(folder.tensors, config.value, model);
  if (!read.ok) return read;
  const { factors, weights } = read.value;
  const scales = new Map([...factors].map(([module, { scale }]) => [module, scale]));
  const values = { ...factorValues(factors), ...Object.fromEntries(weights) };
  const replaced = [...weights.keys()];
  const forward: LoadedPeft["forward"] = (values, dropout) =>
    loadedForward(scales, values, dropout);
  return { ok: true, value: { values, replaced, scales, forward } };
}

function loadedForward(
  scales: ReadonlyMap<string, number>,
  values: Values,
  dropout?: Dropout,
): Forward {
  const plain = plainForward(values, dropout);
  const adapted: Forward["linear"] = (module, x, form) => {
    const y = plain.linear(module, x, form);
    const scale = scales.get(module);
    if (scale === undefined) return y;
    const low = linear(x, values(`${module}.lora_A.weight`)); // [..., r]
    const update = linear(low, values(`${module}.lora_B.weight`)); // [..., out]
    return tf.add(y, tf.mul(update, tf.scalar(scale)));
  };
  return { ...plain, linear: adapted };
}

function factorValues(factors: ReadonlyMap<string, LoadedFactors>): Record<string, Value> {
  const entries = [...factors].flatMap(([module, { A, B }]) => [
    [`${module}.lora_A.weight`, A] as const,
    [`${module}.lora_B.weight`, B] as const,
  ]);
  return Object.fromEntries(entries);
}

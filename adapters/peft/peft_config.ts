// The documents of an adapter folder of `peft`: its files, and `adapter_config.json` as `peft` writes it: what changes the computation is read strictly, the rest is let be.
import { z } from "zod";
import type { Value } from "../../engine/mod.ts";
import { issueSentence } from "../../models/mod.ts";
import type { Result } from "../../models/mod.ts";

/** The folder as documents: whoever has files reads and writes them. */
export interface PeftFolder {
  /** `adapter_config.json`. */
  readonly config: unknown;
  /** `adapter_model.safetensors`. */
  readonly tensors: Readonly<Record<string, Value>>;
}

/** Names of its files. */
export const peftFiles = {
  config: "adapter_config.json",
  tensors: "adapter_model.safetensors",
} as const;

/** What `peft` puts before every name: its wrapper, and the wrapper's model. */
export const wrapper = "base_model.model.";

/**
 * Whether these are the files of an adapter.
 * Errors: `no-adapter` where a file lacks; `pickled-adapter`, since reading a pickle runs its code.
 */
export function checkPeftFiles(files: readonly string[]): Result<readonly string[]> {
  const wanted = Object.values(peftFiles);
  const missing = wanted.find((file) => !files.includes(file));
  if (missing === undefined) return { ok: true, value: wanted };
  if (missing === peftFiles.tensors && files.includes("adapter_model.bin")) {
    const message = "Cannot read adapter_model.bin as it is pickled, and unpickling runs code: " +
      "save it again with safetensors";
    return { ok: false, reason: "pickled-adapter", message };
  }
  const message = `Cannot read the adapter as its folder lacks ${missing}`;
  return { ok: false, reason: "no-adapter", message };
}

const modules = z.union([z.string(), z.array(z.string())]).nullable();
const pattern = z.record(z.string(), z.number().positive()).nullable().default({});
const name = z.string().regex(/^\w*$/, "a name without signs");
const toggle = z.boolean().nullable().default(false);

const schema = z.looseObject({
  "r": z.int().positive().default(8),
  "lora_alpha": z.number().default(8),
  "use_rslora": toggle,
  "rank_pattern": pattern,
  "alpha_pattern": pattern,
  "target_modules": modules.default(null),
  "exclude_modules": modules.default(null),
  // Names, where `peft` would take patterns: with numbers to be found behind them.
  "layers_pattern": z.union([name, z.array(name)]).nullable().default(null),
  "layers_to_transform": z.union([z.int(), z.array(z.int())]).nullable().default(null),
  "modules_to_save": z.array(z.string()).nullable().default(null),
  "fan_in_fan_out": toggle,
  "task_type": z.string().nullable().default(null),
  "bias": z.enum(["none", "all", "lora_only"]).default("none"),
});

/** The part of an `adapter_config.json` that says what is computed, in `peft`'s keys. */
export type PeftConfig = z.infer<typeof schema>;

/** Keys of `peft` 0.21 that, switched on, make more of an adapter than s·B·A. */
const beyond: Readonly<Record<string, string>> = {
  "use_dora": "DoRA",
  "use_qalora": "QALoRA",
  "use_bdlora": "BD-LoRA",
  "lora_bias": "a bias of B",
  "layer_replication": "replicated layers",
  "target_parameters": "adapters of bare parameters",
  "trainable_token_indices": "single trained tokens",
  "alora_invocation_tokens": "activated LoRA",
  "arrow_config": "Arrow routing",
  "kasa_config": "KaSA",
  "monteclora_config": "MonteCLoRA",
};

/** Initialisations that take what they draw out of the base weights, which are then not the base's. */
const changesBase = /^(pissa|corda|olora|loftq|lora_ga)/i;

/**
 * Reads a configuration; keys that are not known here are accepted, as `peft` accepts them.
 * Errors: `not-lora`, `unsupported-adapter` or `invalid-config`, each naming the key at fault.
 */
export function readPeftConfig(json: unknown): Result<PeftConfig> {
  const type = field(json, "peft_type");
  if (type !== "LORA") {
    return refuse("not-lora", `its peft_type must be "LORA": current value is ${shown(type)}`);
  }
  const feature = Object.keys(beyond).find((key) => isOn(field(json, key)));
  if (feature !== undefined) {
    return refuse("unsupported-adapter", `${feature} asks for ${beyond[feature]}`);
  }
  const init = field(json, "init_lora_weights");
  if (typeof init === "string" && changesBase.test(init)) {
    return refuse("unsupported-adapter", `init_lora_weights "${init}" changes the base weights`);
  }
  const parsed = schema.safeParse(json, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return refuse("invalid-config", issue ? issueSentence(issue, "it") : "it is not valid");
}

function isOn(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function field(json: unknown, key: string): unknown {
  return typeof json === "object" && json !== null ? Reflect.get(json, key) : undefined;
}

const shown = (value: unknown) => value === undefined ? "missing" : JSON.stringify(value);

function refuse(reason: string, why: string): Result<never> {
  return { ok: false, reason, message: `Cannot read adapter_config.json as ${why}` };
}

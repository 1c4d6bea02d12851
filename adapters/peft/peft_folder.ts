// What an adapter folder of `peft` consists of, and which of its files are fit to be read.
import type { Value } from "../../engine/mod.ts";
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

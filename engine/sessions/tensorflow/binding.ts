// TensorFlow.js's binding for Node.js: where it lies, how it is loaded, what it says of itself.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import util from "node:util";
import { allowCpuVariable } from "../../engines.ts";
import type { Identified } from "../../session.ts";
import type { TensorFlow } from "../tfjs/kernel.ts";

/** One of the two packages. */
export interface Binding {
  /** The engine's name, which is the package's without its scope. */
  readonly name: "tfjs-node" | "tfjs-node-gpu";
  readonly load: () => Promise<TensorFlow | { readonly default: TensorFlow }>;
}

type Refusal = Exclude<Identified, { ok: true }>;

/** A binding that is ready, or why there is none. */
export type Loaded = { readonly ok: true; readonly value: TensorFlow } | Refusal;

/** What the package's back-end tells. */
interface Native {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly "TF_Version": string };
}

/** Loads the library, or says why it cannot run here. */
export async function loadBinding(binding: Binding): Promise<Loaded> {
  if (!existsSync(bindingPath(binding))) return notBuilt(binding);
  prepare();
  const module = await binding.load();
  const tf = ("default" in module ? module.default : module) as TensorFlow;
  tf.env().set("PROD", true);
  await tf.setBackend("tensorflow");
  if (binding.name === "tfjs-node-gpu" && !onGpu(tf) && process.env[allowCpuVariable] !== "1") {
    return noGpu;
  }
  return { ok: true, value: tf };
}

/** The version of TensorFlow's library. */
export function libraryVersion(tf: TensorFlow): string {
  return nativeOf(tf).binding.TF_Version;
}

/** Whether the library computes on a GPU. */
export function onGpu(tf: TensorFlow): boolean {
  return nativeOf(tf).isUsingGpuDevice;
}

function nativeOf(tf: TensorFlow): Native {
  return tf.backend() as unknown as Native;
}

/** Where the package's installer, or `engine/setup`, puts the binding. */
function bindingPath({ name }: Binding): string {
  const folder = fileURLToPath(new URL(`../../${name}/`, import.meta.url));
  const file = join("lib", "napi-v8", "tfjs_binding.node");
  return join(folder, "node_modules", "@tensorflow", name, file);
}

/**
 * Read by the library when it is loaded. One thread, since the bits of its products depend on how many
 * share them, and no session's may. Kernels whose sums depend on what else the machine does, or that
 * round more, are switched off (oneDNN's, TF32, those of cuDNN that are not deterministic).
 */
function prepare(): void {
  Object.assign(process.env, {
    TF_CPP_MIN_LOG_LEVEL: "2",
    TF_ENABLE_ONEDNN_OPTS: "0",
    TF_NUM_INTRAOP_THREADS: "1",
    TF_NUM_INTEROP_THREADS: "1",
    OMP_NUM_THREADS: "1",
    TF_DETERMINISTIC_OPS: "1",
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    NVIDIA_TF32_OVERRIDE: "0",
  });
  // The package asks two questions of node:util that it no longer answers.
  const old = util as unknown as Record<string, unknown>;
  old["isNullOrUndefined"] ??= (value: unknown) => value === null || value === undefined;
  old["isArray"] ??= Array.isArray;
}

function notBuilt({ name }: Binding): Refusal {
  const message =
    `Cannot run engine ${name} as its binding is not built: run 'deno task engine:${name}'`;
  return { ok: false, reason: "engine-not-installed", message };
}

const noGpu: Refusal = {
  ok: false,
  reason: "no-gpu",
  message: "Cannot run engine tfjs-node-gpu as TensorFlow finds no GPU here: " +
    "take engine tfjs-node, or give --allow-cpu",
};

// Sessions and identity of both engines on TensorFlow's own library.
import { readdirSync, readFileSync } from "node:fs";
import { thisProcessor } from "../../identity.ts";
import type { Identified, Session, SessionOptions } from "../../session.ts";
import { openInterpreter } from "../tfjs/interpreter.ts";
import type { TensorFlow } from "../tfjs/kernel.ts";
import { type Binding, libraryVersion, loadBinding, onGpu } from "./binding.ts";

/** Prepares a graph. Throws where the engine is not built or finds no GPU, or a weight file is missing. */
export async function openNative(
  binding: Binding,
  graph: Uint8Array,
  { folder }: SessionOptions,
): Promise<Session> {
  const loaded = await loadBinding(binding);
  if (!loaded.ok) throw new Error(loaded.message);
  const place = { tf: loaded.value, backend: "tensorflow" };
  return openInterpreter(graph, folder === undefined ? place : { ...place, folder });
}

/** Name, versions of the package and of the library, and the device that computes. */
export async function identifyNative(binding: Binding): Promise<Identified> {
  const loaded = await loadBinding(binding);
  if (!loaded.ok) return loaded;
  const tf = loaded.value;
  const version = `${tf.version.tfjs} on libtensorflow ${libraryVersion(tf)}`;
  return { ok: true, value: { name: binding.name, version, device: deviceOf(tf) } };
}

function deviceOf(tf: TensorFlow): string {
  return onGpu(tf) ? `gpu-${gpuModel()}` : thisProcessor();
}

const driver = "/proc/driver/nvidia/gpus";

/** The model of the first GPU, as its driver names it: the class of device. */
function gpuModel(): string {
  try {
    const [first = ""] = readdirSync(driver).sort();
    const text = readFileSync(`${driver}/${first}/information`, "utf8");
    return /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim().replaceAll(/\s+/g, "-") ?? "unknown";
  } catch (error) {
    if (error instanceof Error && "code" in error) return "unknown";
    throw error;
  }
}

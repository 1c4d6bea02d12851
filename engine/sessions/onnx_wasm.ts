// Engine `onnx-wasm`: ONNX Runtime in WebAssembly, with one thread.
// @ts-ignore: only this engine's configuration has the package; its types are those of the native build
import * as web from "onnxruntime-web";
import { join } from "node:path";
import { externalFiles, readModel } from "../onnx/reader.ts";
import type { Identified, Session, SessionOptions } from "../session.ts";
import { type Runtime, sessionOf } from "./onnx_session.ts";

/** The engine's name. */
export const engine = "onnx-wasm";

/** Prepares a graph. Throws if ONNX Runtime cannot load it, or a weight file is missing or too large. */
export async function openSession(graph: Uint8Array, { folder }: SessionOptions): Promise<Session> {
  const runtime = oneThread();
  const files = externalFiles(readModel(graph));
  const externalData = await Promise.all(files.map((path) => weights(folder ?? ".", path)));
  const session = await runtime.InferenceSession.create(graph, {
    executionProviders: ["wasm"],
    executionMode: "sequential",
    enableMemPattern: false,
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 3,
    externalData,
  });
  return sessionOf(runtime, session);
}

/** The identity of the WebAssembly build; its arithmetic is the same on every processor. */
export function engineIdentity(): Promise<Identified> {
  const version = build().env.versions.web ?? "unknown";
  return Promise.resolve({ ok: true, value: { name: engine, version, device: "wasm" } });
}

/** What this file needs of the package. */
interface Build extends Runtime {
  readonly env: {
    readonly versions: { readonly web?: string };
    readonly wasm: { numThreads?: number };
  };
  readonly InferenceSession: {
    create(
      graph: Uint8Array,
      options: Readonly<Record<string, unknown>>,
    ): Promise<Parameters<typeof sessionOf>[1]>;
  };
}

function build(): Build {
  return web as unknown as Build;
}

function oneThread(): Build {
  const runtime = build();
  runtime.env.wasm.numThreads = 1;
  return runtime;
}

/** WebAssembly of 32 bits takes no larger piece. */
const largestFile = 2 ** 31;

async function weights(folder: string, path: string): Promise<{ path: string; data: Uint8Array }> {
  const { size } = await Deno.stat(join(folder, path));
  if (size < largestFile) return { path, data: await Deno.readFile(join(folder, path)) };
  throw new RangeError(
    `Cannot load ${path} into engine onnx-wasm as its ${size} bytes are more than ${largestFile}: ` +
      "take engine onnx",
  );
}

// The table of engines: what `--engine` takes. Each runs the same graphs, from a configuration of its own.

/** One engine. */
export interface Engine {
  readonly summary: string;
  /** The folder of its Deno configuration, from the project's; none for the project's own. */
  readonly config?: string;
}

/** Every engine, the default one first. */
export const engines = {
  onnx: { summary: "ONNX Runtime, native, on the processor; the default" },
  "onnx-wasm": {
    summary: "ONNX Runtime in WebAssembly, one thread; runs wherever Deno does",
    config: "engine/onnx-wasm",
  },
  "tfjs-cpu": {
    summary: "TensorFlow.js in plain JavaScript; slow, and a reference for the others",
    config: "engine/tfjs-cpu",
  },
  "tfjs-node": {
    summary: "TensorFlow on the processor, by TensorFlow.js's binding",
    config: "engine/tfjs-node",
  },
  "tfjs-node-gpu": {
    summary: "TensorFlow on an NVIDIA GPU, by TensorFlow.js's binding",
    config: "engine/tfjs-node-gpu",
  },
} as const satisfies Record<string, Engine>;

/** The name of an engine. */
export type EngineName = keyof typeof engines;

/** The engine of every run that names none; only its results are published. */
export const defaultEngine: EngineName = "onnx";

/** Whether there is an engine of this name. */
export function isEngine(name: string): name is EngineName {
  return Object.hasOwn(engines, name);
}

/** The folder of an engine's configuration, from the project's folder; undefined for the project's own. */
export function configOf(name: EngineName): string | undefined {
  const engine: Engine = engines[name];
  return engine.config;
}

/** The variable that lets `tfjs-node-gpu` run without a GPU where it is 1; `--allow-cpu` sets it. */
export const allowCpuVariable = "CAIRN_ALLOW_CPU";

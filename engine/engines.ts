// The table of engines: what `--engine` takes. Each runs the same graphs, from a configuration of its own.

/** One engine. */
export interface Engine {
  readonly summary: string;
  /** The folder of its Deno configuration, from the project's; none for the project's own. */
  readonly config?: string;
  /** What its libraries read beside packages in Deno's cache: paths from the project, or absolute ones. */
  readonly read?: readonly string[];
  readonly devices?: readonly string[];
  /** The environment that its libraries ask, or are told by; a name may end in `*`. */
  readonly variables?: readonly string[];
}

// In folders of the engine's own, as its packages come with sources to build and it with TensorFlow's library.
const tensorflowFolders = (config: string) => [`${config}/node_modules`, `${config}/native`];
const tensorflowVariables = ["TF_*", "OMP_NUM_THREADS", "NVIDIA_TF32_OVERRIDE"];

/** The variable that lets `tfjs-node-gpu` run without a GPU where it is 1; `--allow-cpu` sets it. */
export const allowCpuVariable = "CAIRN_ALLOW_CPU";

/** Every engine, the default one first. */
export const engines = {
  onnx: {
    summary: "ONNX Runtime, native, on the processor; the default",
    variables: ["ORT_DISABLE_TELEMETRY"],
  },
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
    read: tensorflowFolders("engine/tfjs-node"),
    variables: tensorflowVariables,
  },
  "tfjs-node-gpu": {
    summary: "TensorFlow on an NVIDIA GPU, by TensorFlow.js's binding",
    config: "engine/tfjs-node-gpu",
    read: [
      ...tensorflowFolders("engine/tfjs-node-gpu"),
      ...["/proc/driver/nvidia", "/proc/devices", "/sys/bus/pci", "/sys/module/nvidia"],
    ],
    devices: ["/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia0"],
    variables: [...tensorflowVariables, allowCpuVariable, "CUDA_VISIBLE_DEVICES"],
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

/** What a process that runs graphs on an engine needs of the machine. */
export function needsOf(name: EngineName): Pick<Engine, "read" | "devices" | "variables"> {
  const { summary: _, config: __, ...needs }: Engine = engines[name];
  return needs;
}

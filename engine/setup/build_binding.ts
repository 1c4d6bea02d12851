// Builds TensorFlow.js's binding from its package's sources, against the library inside TensorFlow's wheel.
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { unpackWheel, type Wheel } from "./wheel.ts";

/** What to build, and of what. */
export interface Build {
  /** The engine's folder. */
  readonly folder: string;
  /** The package, below `@tensorflow/`. */
  readonly name: string;
  /** The wheel with TensorFlow's library. */
  readonly library: Wheel;
  /** Wheels with libraries that it loads when it is used. */
  readonly companions: readonly Wheel[];
}

/** Downloads what is missing, compiles if there is no binding yet. Throws with a sentence if it cannot. */
export async function buildBinding(build: Build, say: (line: string) => void): Promise<void> {
  const native = join(build.folder, "native");
  for (const wheel of [build.library, ...build.companions]) {
    say(`${wheel.file} (${Math.round(wheel.bytes / 1e6)} MB)`);
    await unpackWheel(wheel, native, wantedFile);
  }
  const target = join(build.folder, "node_modules", "@tensorflow", build.name, "lib", "napi-v8");
  if (existsSync(join(target, "tfjs_binding.node"))) return say("The binding is there already");
  say("Compiling the binding");
  await mkdir(target, { recursive: true });
  await compile(build, join(target, "tfjs_binding.part"));
  await rename(join(target, "tfjs_binding.part"), join(target, "tfjs_binding.node"));
}

/** Of 13 000 headers the C interface needs a hundred; of NVIDIA's wheels, the libraries. */
function wantedFile(path: string): boolean {
  return /^tensorflow\/libtensorflow_\w+\.so\.2$/.test(path) ||
    /^tensorflow\/include\/(tensorflow|tsl|xla\/tsl)\/c\/.*\.h$/.test(path) ||
    /^tensorflow\/include\/tsl\/platform\/ctstring\w*\.h$/.test(path) ||
    /^tensorflow\/include\/tensorflow\/core\/platform\/ctstring\w*\.h$/.test(path) ||
    /^nvidia\/.*(\.so(\.[0-9]+)*|\/libdevice.*\.bc|\/bin\/ptxas)$/.test(path) ||
    /LICENSE|License\.txt|THIRD_PARTY/.test(path);
}

async function compile({ folder, name }: Build, target: string): Promise<void> {
  const library = join(folder, "native", "tensorflow");
  const sources = join(folder, "node_modules", "@tensorflow", name, "binding");
  const headers = join(folder, "node_modules", "node-api-headers", "include");
  const compiler = new Deno.Command("g++", {
    args: [
      ...["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8", "-w"],
      ...["-I", headers, "-I", join(library, "include")],
      ...[join(sources, "tfjs_backend.cc"), join(sources, "tfjs_binding.cc"), "-o", target],
      ...[`-L${library}`, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
      // The library itself, not a link to it: it looks for NVIDIA's beside its own folder.
      `-Wl,-rpath,${library}`,
    ],
    stderr: "piped",
  });
  const { success, stderr } = await run(compiler);
  if (!success) throw new Error(`Cannot compile the binding: ${new TextDecoder().decode(stderr)}`);
}

async function run(compiler: Deno.Command): Promise<Deno.CommandOutput> {
  try {
    return await compiler.output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error("Cannot compile the binding as there is no g++ here: install it (Debian: g++)");
  }
}

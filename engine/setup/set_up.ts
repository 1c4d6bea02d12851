// A program: makes an engine ready to run here. `deno task engine:<name>` starts it; twice does no harm.
import { fileURLToPath } from "node:url";
import { configOf, type EngineName, isEngine } from "../engines.ts";
import { identifyEngine } from "../identify_engine.ts";
import { type Build, buildBinding } from "./build_binding.ts";
import wheels from "./wheels.json" with { type: "json" };

/** Packages first, then the native library where the engine has one, then the question who it is. */
async function setUp(name: EngineName, say: (line: string) => void): Promise<number> {
  const folder = fileURLToPath(new URL(`../../${configOf(name) ?? ""}`, import.meta.url));
  await installPackages(folder);
  const build = buildOf(name, folder);
  if (build !== undefined) await buildBinding(build, say);
  const identity = await identifyEngine(name);
  say(identity.ok ? `Ready: ${Object.values(identity.value).join(", ")}` : identity.message);
  // Built without a GPU is as good as it gets here: the sentence says so.
  return identity.ok || identity.reason === "no-gpu" ? 0 : 1;
}

async function installPackages(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", "--frozen"],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return;
  const [cause] = new TextDecoder().decode(stderr).split("\n");
  throw new Error(`Cannot install the packages of ${folder}: ${cause}`);
}

function buildOf(name: EngineName, folder: string): Build | undefined {
  if (name === "tfjs-node") return { folder, name, library: wheels.cpu, companions: [] };
  if (name !== "tfjs-node-gpu") return undefined;
  // Gigabytes that only a GPU makes use of.
  const companions = hasGpu() ? wheels.cuda : [];
  return { folder, name, library: wheels.gpu, companions };
}

function hasGpu(): boolean {
  try {
    return Deno.statSync("/proc/driver/nvidia/version").isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function refusal(): string | undefined {
  const { os, arch } = Deno.build;
  if (os === "linux" && arch === "x86_64") return undefined;
  return `Cannot build the binding for ${os} ${arch}: TensorFlow's wheel is pinned for linux x86_64`;
}

async function main([name = ""]: readonly string[]): Promise<void> {
  const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  if (!isEngine(name)) throw new Error(`Cannot set up an engine '${name}'`);
  const impossible = name.startsWith("tfjs-node") ? refusal() : undefined;
  try {
    if (impossible !== undefined) throw new Error(impossible);
    Deno.exit(await setUp(name, say));
  } catch (error) {
    // Whatever stands in the way is outside this program: a server, a compiler, a disk.
    say(error instanceof Error ? error.message : String(error));
    Deno.exit(1);
  }
}

if (import.meta.main) await main(Deno.args);

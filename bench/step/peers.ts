// Which peers there are on this machine, and how to start them.
import { fileURLToPath } from "node:url";
import { denoArguments, type EngineName } from "../../engine/run.ts";
import type { PeerCommand } from "./peer_process.ts";

/** Peers in the order of the table, the one that is compared first; and a sentence for each that lacks. */
export interface Peers {
  readonly commands: readonly PeerCommand[];
  readonly skipped: readonly string[];
}

/** Names a folder with a `libblas.so.3`: torch runs a second time, with that. */
export const blasVariable = "CAIRN_BENCH_BLAS";

/** The peers of a step: Cairn on these engines, the first of which is compared, and others. */
export async function findPeers(engines: readonly EngineName[]): Promise<Peers> {
  const own = [
    ...engines.map(onEngine),
    inDeno("eager tfjs `cpu`", "tfjs_cpu_peer.ts"),
    inDeno("eager tfjs `wasm`", "tfjs_wasm_peer.ts"),
  ];
  const python = await pythonWithTorch();
  if (python !== undefined) return { commands: [...own, ...torchPeers(python)], skipped: [] };
  return {
    commands: own,
    skipped: ["No Python here has torch, so the step in torch was skipped."],
  };
}

function onEngine(engine: EngineName): PeerCommand {
  const path = fileURLToPath(new URL("cairn_peer.ts", import.meta.url));
  return {
    name: `Cairn on ${engine}`,
    command: Deno.execPath(),
    args: denoArguments(engine, path),
  };
}

function inDeno(name: string, file: string): PeerCommand {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return { name, command: Deno.execPath(), args: ["run", "-A", "--no-check", path] };
}

function torchPeers(python: string): PeerCommand[] {
  const args = [fileURLToPath(new URL("../torch_step.py", import.meta.url))];
  const plain = { name: "torch", command: python, args };
  const folder = Deno.env.get(blasVariable);
  if (folder === undefined) return [plain];
  return [plain, { ...plain, name: "torch, other BLAS", env: { LD_LIBRARY_PATH: folder } }];
}

/** The first Python that finds torch. */
async function pythonWithTorch(): Promise<string | undefined> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    if (await findsTorch(python)) return python;
  }
  return undefined;
}

const question = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

async function findsTorch(python: string): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(python, { args: ["-c", question] }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

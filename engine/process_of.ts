// How a program is started so that `#session` means a certain engine in it: no two engines share a process.
import { fileURLToPath } from "node:url";
import { configOf, type EngineName } from "./engines.ts";

/** The arguments of Deno before a program's own. It has all rights: Deno gives nothing less /proc/cpuinfo. */
export function denoArguments(engine: EngineName, program: string): string[] {
  return ["run", "--quiet", "--cached-only", "--allow-all", ...configFlag(engine), program];
}

function configFlag(engine: EngineName): string[] {
  const folder = configOf(engine) ?? ".";
  return [`--config=${fileURLToPath(new URL(`../${folder}/deno.json`, import.meta.url))}`];
}

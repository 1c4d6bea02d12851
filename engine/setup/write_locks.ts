// Writes the lock of every engine's configuration anew, for after a change of the project's packages.
import { fileURLToPath } from "node:url";
import { configOf, type EngineName, engines } from "../engines.ts";

async function writeLock(folder: URL): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", "--frozen=false"],
    cwd: folder,
  }).output();
  if (success) return;
  throw new Error(`Cannot lock ${fileURLToPath(folder)}: ${new TextDecoder().decode(stderr)}`);
}

if (import.meta.main) {
  for (const engine of Object.keys(engines) as EngineName[]) {
    const folder = configOf(engine);
    if (folder !== undefined) await writeLock(new URL(`../../${folder}/`, import.meta.url));
  }
}

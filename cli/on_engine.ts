// Runs a command on another engine: the same command line again, in a process that has that engine.
import { join } from "node:path";
import type { Result } from "../pipeline/mod.ts";
import {
  denoArguments,
  engine as ownEngine,
  type EngineName,
  engineSetting,
} from "../studies/mod.ts";
import { type ExitCode, exitCode } from "./exit_code.ts";
import type { Outside } from "./outside.ts";

/** Where this process has the engine already, there is nothing to do. */
export type Elsewhere = { readonly here: true } | { readonly here: false; readonly code: ExitCode };

/**
 * Starts the command line `words` of this program on an engine, and waits for it; it writes where this
 * process does. Refused where the engine cannot run here.
 */
export async function onEngine(
  engine: EngineName,
  words: readonly string[],
  { root, cwd }: Outside,
): Promise<Result<Elsewhere>> {
  if (engine === ownEngine) return { ok: true, value: { here: true } };
  const setting = await engineSetting(engine);
  if (!setting.ok) return setting;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [...denoArguments(engine, join(root, "cli.ts")), ...words],
    env: { INIT_CWD: cwd },
  }).spawn().status;
  return { ok: true, value: { here: false, code: knownCode(code) } };
}

/** A process that a signal ended, or a bug, gave none of our codes: that is a failure. */
function knownCode(code: number): ExitCode {
  return Object.values(exitCode).find((known) => known === code) ?? exitCode.failed;
}

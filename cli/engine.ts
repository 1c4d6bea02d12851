// --engine and --allow-cpu: which engine a command is to use, and the same command line in a process that has it.
import { join } from "node:path";
import type { Result } from "../pipeline/mod.ts";
import {
  allowCpuVariable,
  defaultEngine,
  denoArguments,
  engine as ownEngine,
  type EngineName,
  engines,
  engineSetting,
  isEngine,
} from "../studies/mod.ts";
import { type ExitCode, exitCode } from "./ending.ts";
import type { Outside } from "./outside.ts";
import { unknownName } from "./spoken.ts";

/** What a user asks for of engines. */
export interface EngineRequest {
  /** What graphs run on; the default engine where it lacks. */
  readonly engine?: string | undefined;
  /** Told to every process of the command. */
  readonly allowCpu?: true | undefined;
}

/** The engine that is asked for; a name that is none is refused with the nearest that there is. */
export function chooseEngine(
  { engine = defaultEngine, allowCpu }: EngineRequest,
): Result<EngineName> {
  if (allowCpu) Deno.env.set(allowCpuVariable, "1");
  if (isEngine(engine)) return { ok: true, value: engine };
  const message = unknownName("engine", engine, Object.keys(engines));
  return { ok: false, reason: "unknown-engine", message };
}

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

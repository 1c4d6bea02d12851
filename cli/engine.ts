// --engine and --allow-cpu: which engine a command is to use.
import type { Result } from "../pipeline/mod.ts";
import {
  allowCpuVariable,
  defaultEngine,
  type EngineName,
  engines,
  isEngine,
} from "../studies/mod.ts";
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

// How much of this machine enters a key, for each class of stages, and with what they run: the engine decides.
import {
  configOf,
  engine as ownEngine,
  engineIdentity,
  type EngineName,
  type Identified,
  identifyEngine,
  needsOf,
} from "../engine/run.ts";
import type { Configurations, Context, Environments, Result } from "../pipeline/mod.ts";

/** What an engine means for a run. */
export interface EngineSetting {
  readonly environments: Environments;
  readonly configurations: Configurations;
  readonly needs: NonNullable<Context["needs"]>;
}

/**
 * `pure` knows nothing of the machine and of the engine; `engine` and `strict` name the engine's build and
 * the kind of processor, and run with the engine's configuration. Refused where the engine cannot run here.
 */
export async function engineSetting(name: EngineName): Promise<Result<EngineSetting>> {
  const identified = await identityOf(name);
  if (!identified.ok) return identified;
  const { version, device } = identified.value;
  const engine = { engine: `${name} ${version}`, device };
  const strict = { ...engine, release: Deno.osRelease() };
  const folder = configOf(name);
  const configurations = folder === undefined ? {} : { engine: folder, strict: folder };
  const environments = { pure: {}, engine, strict };
  const needs = { engine: needsOf(name), strict: needsOf(name) };
  return { ok: true, value: { environments, configurations, needs } };
}

/** This process has one engine; any other is asked in a process of its own. */
function identityOf(name: EngineName): Promise<Identified> {
  return name === ownEngine ? engineIdentity() : identifyEngine(name);
}

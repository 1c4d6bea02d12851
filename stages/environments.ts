// How much of this machine enters a key, for each class of stages.
import { engineIdentity } from "../engine/run.ts";
import type { EnvironmentClass } from "../pipeline/mod.ts";

/** `pure` knows nothing of the machine; `engine` and `strict` name the engine's build and the kind of CPU. */
export function environments(): Readonly<
  Record<EnvironmentClass, Readonly<Record<string, string>>>
> {
  const { name, version, device } = engineIdentity();
  const engine = { engine: `${name} ${version}`, device };
  return { pure: {}, engine, strict: { ...engine, release: Deno.osRelease() } };
}

// What a session is, on every engine: a graph that is ready to run over values of the host.
//
// A file that `#session` may stand for exports `engine` (its name in the table of engines), `openSession` and
// `engineIdentity`; `sessions/onnx.ts` is one to start from.
import type { EngineIdentity } from "./identity.ts";
import type { Value } from "./value.ts";

/** How a graph is run. */
export interface SessionOptions {
  /** Threads inside an operation; results do not depend on them. */
  readonly threads: number;
  /** Where the weight files lie that the graph names. */
  readonly folder?: string;
}

/** Values by name. */
export type Feeds = Readonly<Record<string, Value>>;

/** A graph that is ready to run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the graph once. What it gives can be fed again as it is, without a copy. Feeds that the
   * graph does not have are ignored; throws if it lacks one, naming all that are missing.
   */
  run(feeds: Feeds): Promise<Record<string, Value>>;
  close(): Promise<void>;
}

/** The engine as it stands on this machine, or why it cannot run here. */
export type Identified =
  | { readonly ok: true; readonly value: EngineIdentity }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/** The feeds of these inputs, in their order. Throws if some are missing, naming them all. */
export function feedsFor(inputs: readonly string[], feeds: Feeds): [string, Value][] {
  const missing = inputs.filter((name) => !Object.hasOwn(feeds, name));
  if (missing.length > 0) {
    throw new Error(`Cannot run the graph without values for ${missing.join(", ")}`);
  }
  return inputs.map((name) => [name, feeds[name] as Value]);
}

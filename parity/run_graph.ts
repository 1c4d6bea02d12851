// Runs a traced graph on the engine of this process.
import { openSession, type Session } from "../engine/run.ts";
import type { Values } from "./specs.ts";

/** One thread: the cases are small, and results do not depend on it. */
export function sessionOf(graph: { readonly bytes: Uint8Array }): Promise<Session> {
  return openSession(graph.bytes, { threads: 1 });
}

/** Runs a graph once. */
export async function runOnce(graph: { readonly bytes: Uint8Array }, feeds: Values) {
  const session = await sessionOf(graph);
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

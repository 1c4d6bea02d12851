// Runs of the smoke study as a user starts them, and what they leave behind.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { cairn, type Finished } from "./working_copy.ts";

/** One line of `reproduce --json`. */
export interface RunEvent {
  readonly event: string;
  readonly node?: string;
  readonly stage?: string;
  readonly outcome?: string;
  readonly ran?: number;
  readonly fresh?: number;
  readonly failed?: number;
  readonly epoch?: number;
}

export interface SmokeRun extends Finished {
  readonly events: readonly RunEvent[];
  /** Names of the nodes that ran, sorted. */
  readonly ran: readonly string[];
}

/** `reproduce smoke --json` in a folder; more options may follow. */
export async function reproduceSmoke(folder: string, ...options: string[]): Promise<SmokeRun> {
  const finished = await cairn(folder, ["reproduce", "smoke", "--json", ...options]);
  return { ...finished, ...eventsOf(finished.stdout) };
}

/** The events of a stream, and the nodes that it says ran. */
export function eventsOf(stdout: string): Pick<SmokeRun, "events" | "ran"> {
  const lines = stdout.split("\n").filter((line) => line !== "");
  const events = lines.map((line) => JSON.parse(line) as RunEvent);
  const ran = events.filter(({ event, outcome }) => event === "node_finished" && outcome === "ran");
  return { events, ran: ran.map(({ node }) => node ?? "").sort() };
}

/** Every file of a study's results with the digest of its bytes. */
export async function resultDigests(store: string): Promise<Record<string, string>> {
  const folder = join(store, "results", "smoke");
  const digests: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    const bytes = await Deno.readFile(join(folder, name));
    digests[name] = createHash("sha256").update(bytes).digest("hex");
  }
  return Object.fromEntries(Object.entries(digests).sort());
}

/** The objects of a store, largest first: paths. */
export async function objects(store: string): Promise<string[]> {
  const found: { path: string; size: number }[] = [];
  for await (const shard of Deno.readDir(join(store, "objects"))) {
    if (!shard.isDirectory) continue;
    for await (const { name } of Deno.readDir(join(store, "objects", shard.name))) {
      const path = join(store, "objects", shard.name, name);
      found.push({ path, size: (await Deno.stat(path)).size });
    }
  }
  return found.sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1)).map(({ path }) =>
    path
  );
}

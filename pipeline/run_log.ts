// The folder of one run: its events, its machine, and the logs of its workers, under runs/<id>/.
import { join } from "node:path";
import type { Event } from "./event.ts";
import { statOf } from "./file_stat.ts";
import { type Machine, thisMachine } from "./machine.ts";

/** One run's folder. */
export interface RunLog {
  readonly id: string;
  readonly machine: Machine;
  /** Appends an event, with the time of day. */
  write(event: Event): void;
  /** Where a node's worker logs. */
  workerLog(node: string): string;
  /** That path as an event's field; none where the worker had nothing to say. */
  logOf(node: string): { readonly log?: string };
  close(): void;
}

/** Opens `runs/<id>/`, with an id that sorts by time. */
export function openRunLog(store: string, clock: () => number): RunLog {
  const id = `${compact(clock())}-${crypto.randomUUID().slice(0, 8)}`;
  const folder = join(store, "runs", id);
  const machine = thisMachine();
  const workerLog = (node: string) => join(folder, "logs", `${node}.log`);
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(join(folder, "machine.json"), JSON.stringify(machine, null, 1) + "\n");
  const file = Deno.openSync(join(folder, "events.jsonl"), { create: true, append: true });
  return {
    id,
    machine,
    write: (event) => append(file, JSON.stringify({ at: iso(clock()), ...event }) + "\n"),
    workerLog,
    logOf: (node) => statOf(workerLog(node), 0) === undefined ? {} : { log: workerLog(node) },
    close: () => file.close(),
  };
}

/** ISO 8601 in UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function compact(ms: number): string {
  return iso(ms).replace(/[-:]/g, "").replace(/\.\d+Z$/, "Z");
}

function append(file: Deno.FsFile, line: string): void {
  const bytes = new TextEncoder().encode(line);
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}

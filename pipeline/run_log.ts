// The folder of one run: its events, its machine, and the logs of its workers, under runs/<id>/.
import { cpus } from "node:os";
import { join } from "node:path";
import type { Event } from "./event.ts";
import { statOf } from "./file_stat.ts";
import type { Store } from "./store/store.ts";
import { lossyFile } from "./lossy_file.ts";

/** Where something ran: facts that a note keeps, and no part of any result. */
export interface Machine {
  readonly host: string;
  readonly cpu: string;
  readonly cores: number;
  readonly deno: string;
  /** What shuts workers in here: `deno, landlock 7, seccomp`. */
  readonly wall: string;
}

/** One run's folder. A disk that refuses costs the log, and not the run. */
export interface RunLog {
  readonly id: string;
  readonly machine: Machine;
  /** Appends an event, with the time of day. */
  write(event: Event): void;
  /** Where a node's worker logs. */
  workerLog(node: string): string;
  /** That path as an event's field; none where the worker had nothing to say. */
  logOf(node: string): { readonly log?: string };
  /** Why the log ends before the run, where it does. */
  loss(): string | undefined;
  close(): void;
}

/** Opens `runs/<id>/`, with an id that sorts by time. `wall` is how this run shuts its workers in. */
export function openRunLog(store: Store, clock: () => number, wall: string): RunLog {
  const id = `${compact(clock())}-${crypto.randomUUID().slice(0, 8)}`;
  const machine = thisMachine(wall);
  const file = lossyFile(`keep the log of run ${id} in the store ${store.folder}`, () => {
    const folder = store.make(`runs/${id}`);
    Deno.writeTextFileSync(join(folder, "machine.json"), JSON.stringify(machine, null, 1) + "\n");
    return Deno.openSync(join(folder, "events.jsonl"), { create: true, append: true });
  });
  const workerLog = (node: string) => join(store.folder, "runs", id, "logs", `${node}.log`);
  return {
    id,
    machine,
    write: (event) => file.append(lineOf({ at: iso(clock()), ...event })),
    workerLog,
    logOf: (node) => statOf(workerLog(node), 0) === undefined ? {} : { log: workerLog(node) },
    loss: file.loss,
    close: file.close,
  };
}

function lineOf(entry: Readonly<Record<string, unknown>>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(entry) + "\n");
}

/** This machine, and how it shuts workers in. */
function thisMachine(wall: string): Machine {
  const all = cpus();
  return {
    host: Deno.hostname(),
    cpu: all[0]?.model ?? Deno.build.arch,
    cores: all.length,
    deno: Deno.version.deno,
    wall,
  };
}

/** ISO 8601 in UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function compact(ms: number): string {
  return iso(ms).replace(/[-:]/g, "").replace(/\.\d+Z$/, "Z");
}

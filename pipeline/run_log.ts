// The folder of one run: its events, its machine, and the logs of its workers, under runs/<id>/.
import { join } from "node:path";
import type { Event } from "./event.ts";
import { statOf } from "./file_stat.ts";
import { type Machine, thisMachine } from "./machine.ts";
import type { Store } from "./store/store.ts";
import { attemptSync } from "./system_error.ts";

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
    write: (event) => file.append(JSON.stringify({ at: iso(clock()), ...event }) + "\n"),
    workerLog,
    logOf: (node) => statOf(workerLog(node), 0) === undefined ? {} : { log: workerLog(node) },
    loss: file.loss,
    close: file.close,
  };
}

/** ISO 8601 in UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function compact(ms: number): string {
  return iso(ms).replace(/[-:]/g, "").replace(/\.\d+Z$/, "Z");
}

/** A file that lines are appended to until the disk refuses one: half a log is none to go on with. */
function lossyFile(what: string, open: () => Deno.FsFile) {
  const opened = attemptSync(what, open);
  let loss = opened.ok ? undefined : opened.message;
  return {
    loss: () => loss,
    append(line: string) {
      if (!opened.ok || loss !== undefined) return;
      const done = attemptSync(what, () => append(opened.value, line));
      if (!done.ok) loss = done.message;
    },
    close: () => opened.ok && opened.value.close(),
  };
}

function append(file: Deno.FsFile, line: string): void {
  const bytes = new TextEncoder().encode(line);
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}

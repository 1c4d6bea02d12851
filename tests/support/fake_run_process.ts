// A run in a process of its own, which a test can listen to, interrupt and kill.
import { fileURLToPath } from "node:url";
import type { Event, RunOptions } from "../../pipeline/mod.ts";
import type { FakeNode, Rig } from "./pipeline_rig.ts";

/** A run that another process makes. */
export interface FakeRun {
  readonly pid: number;
  /** Reads on to the first event for which `found` holds; undefined when the run ends before. */
  until(found: (event: Event) => boolean): Promise<Event | undefined>;
  kill(signal: Deno.Signal): void;
  /** Reads the rest and waits for the end. */
  end(): Promise<Deno.CommandStatus>;
}

/** Starts a run of the nodes on the rig's project and store. */
export function startFakeRun(
  rig: Rig,
  nodes: readonly FakeNode[],
  options: Partial<RunOptions> = {},
): FakeRun {
  const program = fileURLToPath(new URL("./run_fake_study.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", program, rig.root, JSON.stringify(nodes), JSON.stringify(options)],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const events = eventsOf(child.stdout);
  return {
    pid: child.pid,
    kill: (signal) => killIfAlive(child, signal),
    async until(found) {
      for (let item = await events.next(); !item.done; item = await events.next()) {
        if (found(item.value)) return item.value;
      }
      return undefined;
    },
    async end() {
      while (!(await events.next()).done);
      return await child.status;
    },
  };
}

/** On a quick machine a run may have come to its end before it is killed. */
function killIfAlive(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** The pids of the workers that have a run's process as their parent. */
export function workersOf(pid: number): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name))
    .filter((other) => Number.isInteger(other) && parentOf(other) === pid);
}

/** Whether a process is there and not a zombie. */
export function isAlive(pid: number): boolean {
  return !["", "Z", "X"].includes(statusField(pid, "State").slice(0, 1));
}

function parentOf(pid: number): number {
  return Number(statusField(pid, "PPid"));
}

function statusField(pid: number, field: string): string {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return new RegExp(`^${field}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
  } catch (error) {
    // Gone, at the opening or while it was read (ESRCH).
    if (error instanceof Error) return "";
    throw error;
  }
}

async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Event> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.map((line) => JSON.parse(line) as Event);
  }
}

// A run in a process group of its own, followed through the events that it prints.
import { eventsOf, type RunEvent } from "./smoke_run.ts";

export interface BackgroundRun {
  readonly pid: number;
  /** Its exit code, once it has ended and all that it printed has been read. */
  readonly ended: Promise<number>;
  /** What it has printed so far; a killed run may leave half a line, which is left out. */
  events(): readonly RunEvent[];
  /** Resolves when a node is in its third epoch or beyond. */
  training(): Promise<void>;
}

/** `reproduce` of a study in the folder of a project, with a store of its own. */
export function startRun(project: string, study: string, store: string): BackgroundRun {
  const child = new Deno.Command("setsid", {
    args: [Deno.execPath(), "run", "-A", "cli.ts", "reproduce", study, "--json", "--store", store],
    cwd: project,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  const read = async () => {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) text += part;
  };
  const ended = Promise.all([child.status, read()]).then(([{ code }]) => code);
  const events = () => eventsOf(text.slice(0, text.lastIndexOf("\n") + 1)).events;
  const isTraining = () => Promise.resolve(events().some(({ epoch }) => (epoch ?? 0) >= 3));
  return { pid: child.pid, ended, events, training: () => until(isTraining) };
}

/** The workers that are at work on a store. */
export async function workersOf(store: string): Promise<number[]> {
  const entries = await Array.fromAsync(Deno.readDir("/proc"));
  const pids = entries.map(({ name }) => Number(name)).filter(Number.isInteger);
  const own = await Promise.all(pids.map(async (pid) => await isWorker(pid, store) ? [pid] : []));
  return own.flat();
}

/** Waits for a condition, ten times a second, for at most a minute. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("A condition did not come true within a minute");
}

/** A worker stands in its scratch folder; false where the process is gone by now, or another user's. */
async function isWorker(pid: number, store: string): Promise<boolean> {
  try {
    return (await Deno.readLink(`/proc/${pid}/cwd`)).startsWith(`${store}/`);
  } catch (error) {
    if (error instanceof Error && /os error (2|3|13)\b/.test(error.message)) return false;
    throw error;
  }
}

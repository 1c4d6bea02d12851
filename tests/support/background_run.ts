// A run in a process group of its own, followed through the events that it writes into its store.
import { join } from "node:path";
import { eventsOf, type RunEvent } from "./smoke_run.ts";

export interface BackgroundRun {
  readonly pid: number;
  readonly ended: Promise<number>;
  /** Resolves when a node is in its third epoch or beyond. */
  training(): Promise<void>;
}

/** `reproduce` of a study in the folder of a project, with a store of its own. */
export function startRun(project: string, study: string, store: string): BackgroundRun {
  const child = new Deno.Command("setsid", {
    args: [Deno.execPath(), "run", "-A", "cli.ts", "reproduce", study, "--json", "--store", store],
    cwd: project,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const ended = child.status.then(({ code }) => code);
  return { pid: child.pid, ended, training: () => until(() => isTraining(store)) };
}

/** The events of every run in a store, oldest run first. */
export async function storedEvents(store: string): Promise<RunEvent[]> {
  const runs = await names(join(store, "runs"));
  const texts = await Promise.all(
    runs.sort().map((run) => textOf(join(store, "runs", run, "events.jsonl"))),
  );
  // A run that was killed may have left half a line.
  return texts.flatMap((text) => eventsOf(text.slice(0, text.lastIndexOf("\n") + 1)).events);
}

/** Processes that may write into the store: its workers. */
export async function workersOf(store: string): Promise<number[]> {
  const pids = (await names("/proc")).map(Number).filter(Number.isInteger);
  const own = await Promise.all(pids.map(async (pid) => await isWorker(pid, store) ? [pid] : []));
  return own.flat();
}

/** Waits for a condition, ten times a second, for at most two minutes. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("A condition did not come true within two minutes");
}

async function isTraining(store: string): Promise<boolean> {
  return (await storedEvents(store)).some(({ epoch }) => (epoch ?? 0) >= 3);
}

async function isWorker(pid: number, store: string): Promise<boolean> {
  const command = await textOf(`/proc/${pid}/cmdline`);
  return command.includes("--allow-write=") && command.includes(store);
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Empty where the file, or the process, is gone. */
async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Error && /os error (2|3)\b/.test(error.message)) return "";
    throw error;
  }
}

// Runs one job in a fresh process: started, listened to, measured and, when the run stops, killed.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Progress } from "../stage.ts";
import { type Job, type Message, readMessage } from "./job.ts";
import { killQuietly, launch, type Launched } from "./launch.ts";
import type { Confined } from "./wall.ts";
import { type Log, openLog } from "./worker_log.ts";

/** How a worker ended. */
export type WorkerEnd =
  | { readonly kind: "done"; readonly peakMemory: number }
  /** The stage threw. */
  | { readonly kind: "failed"; readonly message: string }
  /** The process ended by itself before it was done: a crash, or a kill from outside. */
  | { readonly kind: "died"; readonly message: string }
  | { readonly kind: "interrupted" };

/** Where a worker stands, beside its job. */
export interface Surroundings
  extends Pick<Confined, "root" | "configuration" | "code" | "needs" | "kernel"> {
  /** The folder of the store's objects. */
  readonly objects: string;
}

/** What a worker needs beside its job. */
export interface WorkerOptions {
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  /** Path of the log; it is made when there is something to log. */
  readonly log: string;
  readonly progress: (progress: Progress) => void;
  readonly warn: (message: string) => void;
  /** Hears why the log ends before the worker. */
  readonly logLost: (message: string) => void;
}

// A worker that is done has nothing left to say; one that does not end by itself (native threads) is killed.
const endMs = 1000;

/** Runs the job to its end. */
export async function runWorker(job: Job, options: WorkerOptions): Promise<WorkerEnd> {
  if (options.signal.aborted) return { kind: "interrupted" };
  // No worker may write to Deno's cache: this process has Deno compile the worker's module into it.
  await import("./worker.ts");
  const launched = launch(confined(job, options.surroundings));
  const { child } = launched;
  const kill = () => killQuietly(child);
  options.signal.addEventListener("abort", kill);
  const log = openLog(options.log);
  try {
    return await listen(launched, job, { ...options, sink: log });
  } finally {
    options.signal.removeEventListener("abort", kill);
    const loss = log.close();
    if (loss !== undefined) options.logLost(loss);
  }
}

type Child = Deno.ChildProcess;

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "worker.ts");
const programFiles = [program, join(here, "job.ts")];

/** Of the objects a worker reads its inputs, of the project its stage's own code; it writes two folders. */
function confined(job: Job, { objects, ...around }: Surroundings): Confined {
  const { scratch, partial } = job;
  const threads = String(job.threads);
  return {
    ...around,
    program,
    folder: scratch,
    read: [...programFiles, ...Object.values(job.inputs)],
    lieIn: [objects],
    write: [scratch, partial],
    variables: { TMPDIR: scratch, OMP_NUM_THREADS: threads, RAYON_NUM_THREADS: threads },
  };
}

interface Listening extends WorkerOptions {
  readonly sink: Log;
}

async function listen(
  { child, input }: Launched,
  job: Job,
  options: Listening,
): Promise<WorkerEnd> {
  const line = new TextEncoder().encode(`${JSON.stringify(job)}\n`);
  const hear = hearing(child, options);
  const [end] = await Promise.all([
    hear(() => input.close().catch(() => {})),
    // The pipe breaks if the worker dies before it has read: its status tells more than that error.
    input.write(line).catch(() => {}),
    options.sink.copy(child.stderr),
  ]);
  const status = await child.status;
  // Ctrl-C goes to the whole group, and may reach a starting worker before the run.
  if (options.signal.aborted || status.signal === "SIGINT") return { kind: "interrupted" };
  return end ?? { kind: "died", message: deathOf(job, status) };
}

/** Reads the worker's messages to the end of its output; the last word is how it went. */
function hearing(child: Child, options: Listening) {
  return async (finish: () => Promise<void>): Promise<WorkerEnd | undefined> => {
    let end: WorkerEnd | undefined;
    for await (const line of linesOf(child.stdout)) {
      const message = readMessage(line);
      if (message === undefined) options.sink.writeLine(line);
      else if (message.kind === "progress") options.progress(message.progress);
      else if (message.kind === "warning") options.warn(message.message);
      else {
        end = measured(message, child.pid);
        await dismiss(child, finish);
      }
    }
    return end;
  };
}

async function dismiss(child: Child, finish: () => Promise<void>): Promise<void> {
  const timer = setTimeout(() => killQuietly(child), endMs);
  child.status.finally(() => clearTimeout(timer));
  await finish();
}

type Last = Extract<Message, { kind: "done" | "failed" }>;

/** VmHWM is the worker's own peak; its maxRSS also counts what this process had when it started it. */
function measured(message: Last, pid: number): WorkerEnd {
  if (message.kind === "failed") return message;
  return { kind: "done", peakMemory: peakOf(pid) ?? message.peakMemory };
}

function peakOf(pid: number): number | undefined {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const kib = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch (error) {
    const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
    const named = [NotFound, NotCapable, PermissionDenied];
    if (named.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function deathOf({ stage }: Job, { code, signal }: Deno.CommandStatus): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  return `The worker of ${stage} ended ${how} before it was done`;
}

// The program of a worker process: takes one job from standard input, runs its stage, says how it went.
import { dirname, join } from "node:path";
import process from "node:process";
import type { AnyStage, Progress, Work } from "../stage.ts";
import { type Job, type Message, writeMessage } from "./job.ts";

const progressEveryMs = 100;

async function main(): Promise<void> {
  const input = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).getReader();
  const job = await readJob(input);
  // Ctrl-C reaches the whole group; it is for the run to end its workers, and to say so.
  Deno.addSignalListener("SIGINT", () => {});
  const ended = endWithInput(input);
  say(await outcomeOf(job));
  await ended;
}

/** A worker must not outlive the run that reads its result: its input ends with either. */
async function endWithInput(input: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await input.read()).done);
  Deno.exit(0);
}

async function readJob(input: ReadableStreamDefaultReader<string>): Promise<Job> {
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await input.read();
    if (done) Deno.exit(0);
    text += value;
  }
  return JSON.parse(text);
}

async function outcomeOf(job: Job): Promise<Message> {
  try {
    await waitForOrphan(job.partial);
    const stage = await loadStage(job);
    await stage.run(workOf(job) as Work<never>);
    return { kind: "done", peakMemory: process.resourceUsage().maxRSS * 1024 };
  } catch (error) {
    // Whatever a stage throws is its failure, told to the run; the stack goes to the log.
    const thrown = error instanceof Error ? error : new Error(String(error));
    Deno.stderr.writeSync(new TextEncoder().encode(`${thrown.stack ?? thrown.message}\n`));
    return { kind: "failed", message: refusalIn(thrown, job) ?? (thrown.message || thrown.name) };
  }
}

// `Requires read access to "/path", run again …` where Deno refuses, `… (os error 13): open '/path'` where the kernel
// does; between, the name of the right or of the call.
const refusals = [
  /^Requires (?<what>\w+) access to "?(?<target>.+?)"?(?:, run again .*)?$/s,
  /\(os error (?:1|13|18)\): (?<what>\w+) '?(?<target>.+?)'?$/s,
];

/** What the stage wanted that no worker may; undefined for any other error. */
function refusalIn({ message }: Error, { stage }: Job): string | undefined {
  const { what, target } = refusals.map((refusal) => refusal.exec(message)?.groups ?? {})
    .find(({ target }) => target !== undefined) ?? {};
  if (target === undefined) return undefined;
  return `Stage ${stage} may not reach '${target}' (${what}): a worker has its inputs, its code and its own folders`;
}

/** A worker of a killed run may still be in native code: the lock on the checkpoints waits for its end. */
async function waitForOrphan(partial: string): Promise<void> {
  const folder = await Deno.open(partial);
  await folder.lock(true);
}

async function loadStage({ module, stage }: Job): Promise<AnyStage> {
  const exports: Record<string, unknown> = await import(module);
  const found = Object.values(exports).find((value) => isStage(value, stage));
  if (found === undefined) throw new Error(`Cannot find stage ${stage} in ${module}`);
  return found as AnyStage;
}

function isStage(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && "name" in value && value.name === name &&
    "run" in value && typeof value.run === "function";
}

function workOf(job: Job): Work<unknown> {
  const { parameters, inputs, partial, threads } = job;
  const output = (file: string) => outputPath(job, file);
  const warn = (message: string) => say({ kind: "warning", message });
  return { parameters, inputs, partial, threads, output, progress: throttled(), warn };
}

function outputPath({ outputs, writesMore, scratch, stage }: Job, file: string): string {
  if (!writesMore && !outputs.includes(file)) {
    throw new RangeError(`Stage ${stage} cannot write ${file}: it is not among its outputs`);
  }
  const path = join(scratch, file);
  Deno.mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Passes on a report now and then, so that a stage may report at every step. */
function throttled(): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < progressEveryMs) return;
    last = now;
    say({ kind: "progress", progress });
  };
}

function say(message: Message): void {
  const bytes = new TextEncoder().encode(writeMessage(message));
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
}

// At the end, as the constants above have to be there.
if (import.meta.main) await main();

// The real command line in a process group of its own, within a time limit, with signals where a trial wants them.
import { join } from "node:path";

/** One command, as a trial gives it. */
export interface Line {
  /** Words after `cairn`. */
  readonly words: readonly string[];
  /** What stands before `deno`: `["sh", "-c", 'ulimit -n 40; exec "$@"', "sh"]`. */
  readonly before?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A signal to the process alone, or to its whole group, so many milliseconds after the start. */
  readonly signal?: { readonly name: string; readonly after: number; readonly group: boolean };
  /** The checkout whose program it is; the session's own, if unsaid. */
  readonly checkout?: string;
  /** Seconds within which it has to end, or (`since: "signal"`) to end after its signal. */
  readonly limit?: number;
  readonly since?: "start" | "signal";
}

/** How a command ended. */
export interface Ended {
  readonly line: Line;
  /** 128 + n for a process that signal n ended. */
  readonly code: number;
  /** Both streams, at most a million letters of each. */
  readonly output: string;
  readonly seconds: number;
  /** Whether it had to be ended by the limit. */
  readonly late: boolean;
  /** Whether the trial's own signal came before its end. */
  readonly signalled: boolean;
}

/** Where commands stand and what they are given. */
export interface Standing {
  readonly checkout: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const longest = 120;

/** Runs one command to its end. */
export async function run(line: Line, standing: Standing): Promise<Ended> {
  const started = performance.now();
  const child = start(line, standing);
  const state = { late: false, signalled: false };
  const timers = clocks(line, child.pid, state);
  const [status, out, error] = await Promise.all([
    child.status,
    text(child.stdout),
    text(child.stderr),
  ]);
  for (const timer of timers) clearTimeout(timer);
  const seconds = (performance.now() - started) / 1000;
  return { line, code: status.code, output: out + error, seconds, ...state };
}

function start(line: Line, { checkout, folder, environment }: Standing): Deno.ChildProcess {
  const program = join(line.checkout ?? checkout, "cli.ts");
  const words = [Deno.execPath(), "run", "--quiet", "-A", program, ...line.words];
  return new Deno.Command("/usr/bin/setsid", {
    args: [...line.before ?? [], ...words],
    cwd: folder,
    clearEnv: true,
    env: { ...environment, ...line.environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

type Timer = ReturnType<typeof setTimeout>;

/** The signal of the trial, and the end of its patience. */
function clocks(line: Line, pid: number, state: { late: boolean; signalled: boolean }): Timer[] {
  const { signal, limit = longest, since = "start" } = line;
  const patience = 1000 * limit + (since === "signal" ? signal?.after ?? 0 : 0);
  const end = () => {
    state.late = true;
    kill("KILL", -pid);
  };
  const timers = [setTimeout(end, patience)];
  if (signal === undefined) return timers;
  const send = () => {
    state.signalled = kill(signal.name, signal.group ? -pid : pid);
  };
  return [...timers, setTimeout(send, signal.after)];
}

/** False where the process was gone already. */
function kill(name: string, pid: number): boolean {
  const args = ["-s", name, "--", String(pid)];
  return new Deno.Command("kill", { args, stderr: "null" }).outputSync().success;
}

async function text(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  for await (const part of stream) {
    if (read.length < 1_000_000) read += decoder.decode(part, { stream: true });
  }
  return read;
}

/** Processes that still stand in a folder, after they had three seconds to end themselves. */
export async function leftBehind(folder: string): Promise<number[]> {
  for (let attempt = 0; attempt < 30; attempt++) {
    if (standingIn(folder).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return standingIn(folder);
}

function standingIn(folder: string): number[] {
  const pids = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name));
  return pids.filter((pid) => Number.isInteger(pid) && cwdOf(pid).startsWith(`${folder}/`));
}

/** Empty for a process that is gone by now, or another user's. */
function cwdOf(pid: number): string {
  try {
    return Deno.readLinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    if (error instanceof Error && /os error (2|3|13)\b/.test(error.message)) return "";
    throw error;
  }
}

/** Ends processes that a trial left behind, each by its id. */
export function endAll(pids: readonly number[]): void {
  for (const pid of pids) kill("KILL", pid);
}

// Reads what others made in a process of its own: a native library that panics takes that process along, not this one.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CaseReport, ReferenceCase } from "../parity/mod.ts";
import { type Confined, killQuietly, launch, type Result, thisKernel } from "../pipeline/mod.ts";
import {
  configOf,
  type EngineName,
  type ExportedCell,
  type ExportRequest,
  needsOf,
} from "../studies/mod.ts";

/** What can be asked; `foreign_files_worker.ts` answers. */
export type Question =
  | { readonly kind: "check"; readonly folder: string; readonly golden: ReferenceCase }
  | { readonly kind: "export"; readonly request: ExportRequest };

/** What comes back, as JSON: an error that is infinite is null. */
export type Answer<K extends Question["kind"]> = K extends "check" ? CaseReport : ExportedCell;

/** One process at a time, started when it is first asked and again after it has died. */
export interface ForeignFiles {
  /** Failures: those of the answer; `process-died` and `process-late`, with what became of the process. */
  ask<K extends Question["kind"]>(question: Question & { kind: K }): Promise<Result<Answer<K>>>;
  close(): void;
}

/** Where the process stands, and what it may. */
export interface ForeignOptions {
  readonly engine: EngineName;
  /** The project's root. */
  readonly root: string;
  /** Files and folders that it reads beside the project's code. */
  readonly read: readonly string[];
  /** Folders that it reads and writes; none where it lacks. */
  readonly write?: readonly string[];
  /** How long one answer may take. */
  readonly limitMs?: number;
}

const tenMinutes = 600_000;

/** Opens nothing yet. */
export function foreignFiles(options: ForeignOptions): ForeignFiles {
  const { limitMs = tenMinutes } = options;
  let running: Running | undefined;
  const close = () => {
    running?.end();
    running = undefined;
  };
  const ask = async (question: Question): Promise<Result<never>> => {
    running ??= start(options);
    const answer = await withLimit(running.ask(question), limitMs);
    if (answer.ok || !lost.includes(answer.reason)) return answer as Result<never>;
    close();
    return answer;
  };
  return { ask, close };
}

const lost: readonly string[] = ["process-died", "process-late"];

interface Running {
  ask(question: Question): Promise<Result<unknown>>;
  end(): void;
}

/** The process as it is shut in: no network, no other process, no file but the project's code and what is named. */
export function confined({ engine, root, read, write = [] }: ForeignOptions): Confined {
  return {
    program: join(root, "cli/foreign_files_worker.ts"),
    folder: root,
    root,
    configuration: join(root, configOf(engine) ?? ""),
    code: rooms(root),
    needs: needsOf(engine),
    read,
    lieIn: read,
    write,
    variables: {},
    kernel: thisKernel(),
  };
}

/** The project's rooms, each with a door, and this one: not its store, nor what else lies in a checkout. */
function rooms(root: string): string[] {
  const folders = [...Deno.readDirSync(root)].map(({ name }) => join(root, name));
  return [join(root, "cli"), ...folders.filter((folder) => existsSync(join(folder, "mod.ts")))];
}

function start(options: ForeignOptions): Running {
  const { child, input } = launch(confined(options));
  const answers = answersIn(child.stdout);
  const said = new Response(child.stderr).text();
  const ask = async (question: Question): Promise<Result<unknown>> => {
    // The pipe breaks where the process has died: how it ended tells more than that error.
    input.write(new TextEncoder().encode(`${JSON.stringify(question)}\n`)).catch(() => {});
    const { value } = await answers.next();
    return value ?? died(await child.status, await said);
  };
  return { ask, end: () => killQuietly(child) };
}

/** Native libraries print on standard output as they like: answers are marked lines. */
export const answerMark = "\x1e";

async function* answersIn(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Result<unknown>, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const at = line.indexOf(answerMark);
      if (at >= 0) yield JSON.parse(line.slice(at + 1));
    }
  }
  return undefined;
}

function died({ code, signal }: Deno.CommandStatus, said: string): Result<never> {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const last = lastWords(said);
  const message = `The process that read the files ended ${how}${last && `: ${last}`}`;
  return { ok: false, reason: "process-died", message };
}

/** What a panic says stands behind the line that says where. */
function lastWords(said: string): string {
  const lines = said.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const panic = lines.findIndex((line) => line.includes("panicked at"));
  const words = panic < 0 ? lines.findLast((line) => /error/i.test(line)) : lines[panic + 1];
  return (words ?? "").replace(/^error: /, "").slice(0, 200);
}

async function withLimit(answer: Promise<Result<unknown>>, ms: number): Promise<Result<unknown>> {
  const { promise, resolve } = Promise.withResolvers<Result<never>>();
  const message = `The process that read the files was ended: it took longer than ${ms / 1000} s`;
  const timer = setTimeout(() => resolve({ ok: false, reason: "process-late", message }), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

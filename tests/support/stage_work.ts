// Runs one stage in this process and in a folder of its own, without a store.
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Progress, Stage } from "../../pipeline/mod.ts";

/** Path by name: the inputs of a stage, or what it wrote. */
export type Files = Readonly<Record<string, string>>;

/** One piece of work; what is left out is what a first run on one thread has. */
export interface Job<P> {
  readonly parameters: P;
  readonly inputs?: Files;
  readonly threads?: number;
  /** A folder that an earlier, interrupted run left. */
  readonly partial?: string;
  progress?(progress: Progress): void;
  warn?(sentence: string): void;
}

/** Runs a stage; its declared outputs and whatever else it wrote come back as paths. */
export async function runStage<P>(stage: Stage<P>, folder: string, job: Job<P>): Promise<Files> {
  const made = await Deno.makeTempDir({ dir: folder, prefix: `${stage.name}-` });
  const { parameters, inputs = {}, threads = 1, progress = () => {} } = job;
  const { warn = () => {} } = job;
  const partial = job.partial ?? await Deno.makeTempDir({ dir: folder, prefix: "partial-" });
  const written: Record<string, string> = {};
  const output = (file: string) => written[file] = join(made, file);
  await stage.run({ parameters, inputs, output, partial, threads, progress, warn });
  return written;
}

/** Runs a test in a temporary folder and removes it. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cairn stages " });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The digest of each file's bytes, by name: quicker to compare than the bytes. */
export async function digestsOf(files: Files): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const name of Object.keys(files).sort()) {
    const bytes = await Deno.readFile(files[name] ?? "");
    digests[name] = createHash("sha256").update(bytes).digest("hex");
  }
  return digests;
}

/** The parsed JSON of a file that a stage wrote. */
export async function readDocument<T>(path: string | undefined): Promise<T> {
  return JSON.parse(await Deno.readTextFile(path ?? ""));
}

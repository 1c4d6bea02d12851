// The central abstraction: a stage is a named, pure function from parameters and files to files.
import type { Json } from "./canonical_json.ts";

/**
 * How much of the machine enters a key. `pure`: nothing, the code decides alone. `engine`: the
 * engine's build and the class of device. `strict`: the exact device and driver.
 */
export type EnvironmentClass = "pure" | "engine" | "strict";

/** How far a running stage is. */
export interface Progress {
  readonly epoch?: number;
  readonly epochs?: number;
  readonly step: number;
  readonly steps: number;
  readonly loss?: number;
}

/** What a stage is handed for one piece of work. */
export interface Work<P> {
  readonly parameters: P;
  /** Name of the input → path of its object in the store, to be read where it lies. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The path to write a declared output to. Throws a RangeError for a name that was not declared. */
  output(file: string): string;
  /** A folder that outlives a crash of this very action, for checkpoints; empty at the first start. */
  readonly partial: string;
  readonly threads: number;
  /** Tells the reporters how far the work is; free to call at every step. */
  progress(progress: Progress): void;
  /**
   * Says what the user must hear though the work goes on: an unknown key of a configuration, a loss
   * that is far too large. Told at once, kept with the record, told again when the node is fresh.
   */
  warn(sentence: string): void;
}

/** One verb of the pipeline. It reads no clock, no environment and no unseeded randomness. */
export interface Stage<P> {
  /** Verb-object, the same as the file's name. */
  readonly name: string;
  /** `import.meta.url` of the file that exports it: a worker process imports it from there. */
  readonly module: string;
  readonly environment: EnvironmentClass;
  /** Every file that each piece of work writes, by relative POSIX path. */
  readonly outputs: readonly string[];
  /** It may write further files, which no other node can read. */
  readonly writesMore?: true;
  run(work: Work<P>): Promise<void>;
}

/** A stage whose parameters are of no interest: what graphs and schedulers handle. */
export type AnyStage = Stage<never>;

/** One file of what another node gives. */
export interface FileRef {
  readonly node: string;
  readonly file: string;
}

/** A stage at one place of a study, such as `train:vit-mini/digits/cla/seed=12`. */
export interface Node {
  readonly name: string;
  readonly stage: AnyStage;
  readonly parameters: Json;
  readonly inputs: Readonly<Record<string, FileRef>>;
}

/** Infers the parameters' type, and nothing else. */
export function defineStage<P>(stage: Stage<P>): Stage<P> {
  return stage;
}

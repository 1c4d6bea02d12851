// The words of this room: a kind of trial, one trial of it, and what the trial may use.
import type { Stream } from "../random/mod.ts";
import type { Ground } from "./ground.ts";
import type { Line } from "./program.ts";

/** One trial: a folder of its own, a copy of the whole store in it, and seeded choices. */
export interface Trial {
  readonly ground: Ground;
  readonly folder: string;
  /** `<folder>/store`: all that a command may change. */
  readonly store: string;
  /** `<folder>/around`: files that nobody but the trial may touch. */
  readonly around: string;
  readonly study: string;
  readonly draws: Stream;
  /** The next of a list each time that the kind is tried, so that all come before one comes twice. */
  turn<T>(list: readonly T[]): T;
  /** Any of a list. */
  any<T>(list: readonly T[]): T;
}

/** A row says all of a kind. */
export interface Kind {
  readonly name: string;
  /** What is tried, in words, for docs/reliability.md. */
  readonly tries: string;
  /** Does the damage, and says what it did. */
  damage(trial: Trial): string | Promise<string>;
  /** The commands that run at the same time; by default one plain `reproduce`. */
  readonly lines?: (trial: Trial) => readonly Line[];
  /** The exit codes that are right here; by default every documented one. */
  readonly codes?: readonly number[];
  /** Whether a plain run afterwards has to end well; by default it has to. */
  readonly heals?: false;
  /** The damage is a sealed lie about results, which only a signature could tell from the truth. */
  readonly lies?: true;
  /** What the command says reaches nobody, so that no sentence can be asked of it. */
  readonly deaf?: true;
  /** Text that must not stand in the output, as it says that something broke out. */
  readonly forbidden?: RegExp;
  /** What this machine lacks for it; nothing, if the kind can be tried. */
  readonly lacks?: () => string | undefined;
}

/** `reproduce` of the trial's study on its store. */
export function reproduce(trial: Trial, ...options: readonly string[]): Line {
  return { words: ["reproduce", trial.study, "--store", trial.store, ...options] };
}

/** A piece of shell before a command, which is `"$@"` in it. */
export function shell(script: string, ...words: readonly string[]): readonly string[] {
  return ["sh", "-c", script, "sh", ...words];
}

// The facts about this machine that a record keeps; they are no part of any result.
import { cpus } from "node:os";

/** Where something ran. */
export interface Machine {
  readonly host: string;
  readonly cpu: string;
  readonly cores: number;
  readonly deno: string;
  /** What shuts workers in here: `deno, landlock 7, seccomp`. */
  readonly wall: string;
}

/** This machine, and how it shuts workers in. */
export function thisMachine(wall: string): Machine {
  const all = cpus();
  return {
    host: Deno.hostname(),
    cpu: all[0]?.model ?? Deno.build.arch,
    cores: all.length,
    deno: Deno.version.deno,
    wall,
  };
}

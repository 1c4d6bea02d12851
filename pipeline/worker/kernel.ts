// What this system's kernel offers to shut a worker in.
import { landlockAbi } from "./landlock.ts";
import { type Libc, openLibc } from "./libc.ts";
import { takesFilters } from "./seccomp.ts";

/** Where there is neither, Deno's permissions are all that holds a worker. */
export interface Kernel {
  /** The ABI of its Landlock; 0 for none. */
  readonly landlock: number;
  /** Whether it takes filters for calls to the system. */
  readonly seccomp: boolean;
}

/** The kernel that this process runs on. */
export function thisKernel(): Kernel {
  const libc = libcHere();
  return { landlock: libc ? landlockAbi(libc) : 0, seccomp: libc ? takesFilters(libc) : false };
}

/** What shuts workers in, in a word or two: for the head of a run, and for its records. */
export function wallName({ landlock, seccomp }: Kernel): string {
  const names = [landlock > 0 ? `landlock ${landlock}` : [], seccomp ? "seccomp" : []].flat();
  return ["deno", ...names].join(", ");
}

function libcHere(): Libc | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    return openLibc();
  } catch (error) {
    // Another C library, whose name is another.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

// The functions of Linux's C library by which a process shuts itself in; they exist nowhere else in Deno.

/** A library whose functions give what the kernel gives: -1 where it refuses, and then errno says why. */
export type Libc = ReturnType<typeof openLibc>;

const file = "libc.so.6";
const number = "i32";
const word = "usize";

/** Opens the library. Throws where there is none of this name: on another system, or another C library. */
export function openLibc() {
  const { symbols } = Deno.dlopen(file, {
    syscall: { parameters: ["i64", word, word, word, word], result: "i64" },
    prctl: { parameters: [number, word, word, word, word], result: number },
    capget: { parameters: ["buffer", "buffer"], result: number },
    capset: { parameters: ["buffer", "buffer"], result: number },
    open: { parameters: ["buffer", number], result: number },
    close: { parameters: [number], result: number },
    execve: { parameters: ["buffer", "buffer", "buffer"], result: number },
    __errno_location: { parameters: [], result: "pointer" },
  });
  return symbols;
}

/** Why the last call was refused. */
export function errno(libc: Libc): number {
  const place = libc.__errno_location();
  return place === null ? 0 : new Deno.UnsafePointerView(place).getInt32();
}

/** Gives what a call gave. Throws where it was refused. */
export function done(libc: Libc, what: string, result: number | bigint): number {
  if (result >= 0) return Number(result);
  throw new Error(`Cannot ${what}: the system says error ${errno(libc)}`);
}

/** Text as C reads it. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}

/** Where a buffer lies; it must be kept for as long as the address is in use. */
export function addressOf(buffer: Uint8Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>): bigint {
  return BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(buffer)));
}

// From linux/prctl.h.
const setParentDeathSignal = 1;
const kill = 9n;

/**
 * Has Linux kill this process, whatever it becomes, with the run: the end of input goes unheard while native code
 * or a long loop runs.
 */
export function dieWithParent(libc: Libc, parent: number): void {
  done(libc, "die with the run", libc.prctl(setParentDeathSignal, kill, 0n, 0n, 0n));
  // The run may have gone before the request.
  if (Deno.ppid !== parent) Deno.exit(0);
}

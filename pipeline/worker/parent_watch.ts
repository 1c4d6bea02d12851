// Ends a worker whose run is gone: a worker must never outlive the process that reads its result.

/** Ends this process when `input` ends, which it does when the parent does. */
export async function endWithInput(input: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await input.read()).done);
  Deno.exit(0);
}

/**
 * Asks Linux to kill this process with its parent, since the end of input goes unheard while native
 * code or a long loop runs. Elsewhere the end of input has to do.
 */
export function dieWithParent(parent: number): void {
  if (Deno.build.os !== "linux") return;
  const setParentDeathSignal = 1;
  const kill = 9n;
  prctl()?.(setParentDeathSignal, kill, 0n, 0n, 0n);
  // The parent may have gone before the request.
  if (Deno.ppid !== parent) Deno.exit(0);
}

function prctl() {
  const parameters = ["i32", "u64", "u64", "u64", "u64"] as const;
  try {
    return Deno.dlopen("libc.so.6", { prctl: { parameters, result: "i32" } }).symbols.prctl;
  } catch (error) {
    // Another libc (musl has another name) or no permission.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

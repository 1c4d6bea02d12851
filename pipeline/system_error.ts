// The one place that knows an error of the file system when it sees one, and makes a value of it.
import type { Result } from "./result.ts";

/** Something lies where a plain file or folder of ours should be; it is not opened, followed or written to. */
export class NotPlain extends Error {
  /** What lies there: "is a symbolic link". */
  constructor(path: string, what: string) {
    super(`${path} ${what}`);
    this.name = "NotPlain";
  }
}

/**
 * What the system says went wrong, with the path where it says one: "No space left on device".
 * Undefined for any other error: that is a bug, and keeps its stack.
 */
export function systemCause(error: unknown): string | undefined {
  if (error instanceof NotPlain) return error.message;
  if (!(error instanceof Error)) return undefined;
  // Deno has no class and no code for some (EDQUOT); all carry the system's number in their text.
  if (/\(os error \d+\)/.test(error.message)) return error.message.replace(/ \(os error \d+\)/, "");
  const code = "code" in error ? String(error.code) : "";
  return /^E[A-Z0-9]{2,}$/.test(code) ? error.message.replace(`${code}: `, "") : undefined;
}

/** Does something with files. What the system refuses becomes a failure: "Cannot `what`: cause". */
export async function attempt<T>(what: string, action: () => Promise<T> | T): Promise<Result<T>> {
  try {
    return { ok: true, value: await action() };
  } catch (error) {
    return refused(what, error);
  }
}

/** The same at once. */
export function attemptSync<T>(what: string, action: () => T): Result<T> {
  try {
    return { ok: true, value: action() };
  } catch (error) {
    return refused(what, error);
  }
}

function refused(what: string, error: unknown): Result<never> {
  const cause = systemCause(error);
  if (cause === undefined) throw error;
  return { ok: false, reason: "file-system", message: `Cannot ${what}: ${cause}` };
}

/** Gives `value` where nothing is at a path, or a file is where a folder of the path should be. */
export function orIfAbsent<T, U>(action: () => T, value: U): T | U {
  try {
    return action();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return value;
    }
    throw error;
  }
}

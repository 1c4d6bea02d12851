// Reads a file that others made: only a plain one, of a size that can be held.
import { failure, type Result } from "./dataset.ts";

const most = 2 ** 31;

/**
 * The bytes of a file; links are followed. Failures: `no-file`, `no-plain-file` (a folder; a pipe, which
 * would be waited for; a device), `large-file` (from 2 GiB on), `unreadable-file`.
 */
export async function readForeignFile(path: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) return failure("no-plain-file", `Cannot read ${path} as it is no plain file`);
    if (size < most) return { ok: true, value: await Deno.readFile(path) };
    return failure(
      "large-file",
      `Cannot read ${path} as it has ${size} bytes: at most ${most - 1}`,
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return failure("no-file", `Cannot find ${path}`);
    }
    if (!(error instanceof Error && "code" in error)) throw error;
    return failure(
      "unreadable-file",
      `Cannot read ${path}: ${error.message.split(" (os error")[0]}`,
    );
  }
}

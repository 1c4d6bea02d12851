// The log of one worker: what it and its libraries printed; a worker that says nothing has none.
import { dirname } from "node:path";
import { lossyFile } from "../lossy_file.ts";

/** Where noise goes. */
export interface Log {
  /** A blank line is no news: some libraries print them. */
  writeLine(line: string): void;
  copy(stream: ReadableStream<Uint8Array>): Promise<void>;
  /** Syncs and closes; says why the log ends early, where it does. */
  close(): string | undefined;
}

/** A log that makes its file with its first line. */
export function openLog(path: string): Log {
  const file = lossyFile("keep the log of a worker", () => create(path));
  return {
    writeLine(line) {
      if (line.trim() !== "") file.append(new TextEncoder().encode(`${line}\n`));
    },
    async copy(stream) {
      for await (const bytes of stream) file.append(bytes);
    },
    close() {
      file.close();
      return file.loss();
    },
  };
}

function create(path: string): Deno.FsFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  return Deno.openSync(path, { write: true, create: true, append: true });
}

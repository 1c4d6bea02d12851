// The log of one worker: what it and its libraries printed; a worker that says nothing has none.
import { dirname } from "node:path";

/** Where noise goes. */
export interface Log {
  /** A blank line is no news: some libraries print them. */
  writeLine(line: string): void;
  copy(stream: ReadableStream<Uint8Array>): Promise<void>;
  /** Syncs and closes. */
  close(): void;
}

/** A log that makes its file with its first line. */
export function openLog(path: string): Log {
  let file: Deno.FsFile | undefined;
  const write = (bytes: Uint8Array) => {
    file ??= create(path);
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  };
  return {
    writeLine(line) {
      if (line.trim() !== "") write(new TextEncoder().encode(`${line}\n`));
    },
    async copy(stream) {
      for await (const bytes of stream) write(bytes);
    },
    close() {
      file?.syncSync();
      file?.close();
    },
  };
}

function create(path: string): Deno.FsFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  return Deno.openSync(path, { write: true, create: true, append: true });
}

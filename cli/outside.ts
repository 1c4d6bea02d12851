// What a command sees of the world: where the user stands, where the project lies, where it may write.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Interruption, neverInterrupted } from "./interruption.ts";

/** The edges of a command; tests hand in their own. */
export interface Outside {
  /** The folder of `deno.json`. */
  readonly root: string;
  /** Where the user stands: paths in arguments start here. */
  readonly cwd: string;
  /** Answers and documents: standard output. */
  write(text: string): void;
  /** Messages for people: standard error. */
  note(text: string): void;
  environment(name: string): string | undefined;
  /** Columns of the terminal behind standard output; nothing where there is none. */
  readonly columns: number | undefined;
  readonly interruption: Interruption;
}

/** This process's outside. A task changes the folder, so `INIT_CWD`, which Deno sets, outranks it. */
export function processOutside(interruption = neverInterrupted): Outside {
  return {
    root: dirname(dirname(fileURLToPath(import.meta.url))),
    cwd: resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd()),
    write: (text) => writeAll(Deno.stdout, text),
    note: (text) => writeAll(Deno.stderr, text),
    environment: (name) => Deno.env.get(name),
    interruption,
    columns: Deno.stdout.isTerminal() ? Deno.consoleSize().columns : undefined,
  };
}

/** A reader that went away (`cairn plan | head`) is no failure of the command. */
function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let rest = new TextEncoder().encode(text);
  try {
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

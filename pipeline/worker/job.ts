// What a run and its worker process say to each other: one job in on standard input, marked lines out.
import type { Json } from "../canonical_json.ts";
import type { Progress } from "../stage.ts";

/** One piece of work, as a line of JSON on the worker's standard input. */
export interface Job {
  /** URL of the stage's module, and the stage's name in it. */
  readonly module: string;
  readonly stage: string;
  readonly parameters: Json;
  /** Name → path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  /** Other files may be written too. */
  readonly writesMore: boolean;
  /** The folder for outputs. */
  readonly scratch: string;
  readonly partial: string;
  readonly threads: number;
}

/** A line of the worker's standard output. */
export type Message =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string }
  /** The outputs are written; the worker now waits for the end of its input. */
  | { readonly kind: "done"; readonly peakMemory: number };

// Native libraries print on standard output as they like: a control character marks our own lines.
const mark = "\x1e";

/** A message as a line. */
export function writeMessage(message: Message): string {
  return `${mark}${JSON.stringify(message)}\n`;
}

/** The message in a line, or undefined where the line is noise. */
export function readMessage(line: string): Message | undefined {
  const start = line.indexOf(mark);
  if (start < 0) return undefined;
  try {
    return JSON.parse(line.slice(start + 1)) as Message;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

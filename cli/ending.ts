// How a command ends: its exit codes, how it says no, and what it makes of a line that cannot be parsed.
import { CommanderError } from "commander";
import { codeFault, type Failure, sayable, systemCause } from "../pipeline/mod.ts";
import { isInterruptedSoon } from "./interruption.ts";
import { jsonLine } from "./json_document.ts";
import { requestSentence } from "./options.ts";
import type { Outside } from "./outside.ts";

/** One way for a command to end. */
export interface Ending {
  readonly code: 0 | 1 | 2 | 3 | 130;
  readonly word: "done" | "failed" | "wrong_request" | "wrong_byte" | "interrupted";
  readonly meaning: string;
}

export type ExitCode = Ending["code"];

/** The table that README prints and that every command keeps. */
export const endings: readonly Ending[] = [
  { code: 0, word: "done", meaning: "Everything asked for is there" },
  {
    code: 1,
    word: "failed",
    meaning: "A node, a case of parity, an export or a write failed; what else could be done was",
  },
  { code: 2, word: "wrong_request", meaning: "The request cannot be understood; nothing ran" },
  { code: 3, word: "wrong_byte", meaning: "A wrong byte was found and could not be rebuilt" },
  {
    code: 130,
    word: "interrupted",
    meaning: "Stopped by a signal or by --max-time; run it again to go on",
  },
];

/** Every code by its word. */
export const exitCode = {
  done: 0,
  failed: 1,
  wrongRequest: 2,
  wrongByte: 3,
  interrupted: 130,
} as const satisfies Record<string, ExitCode>;

/** The code of a run whose results could not be written. */
export function unsettledCode({ reason }: Failure): ExitCode {
  return reason === "wrong-byte" ? exitCode.wrongByte : exitCode.failed;
}

/** What a run did, as far as its exit code depends on it. */
export interface RunOutcome {
  readonly failed: number;
  readonly interrupted: boolean;
  readonly unrepaired: readonly string[];
}

/** The code of a run: a stop says the least about the result, so it comes first; then the gravest finding. */
export function exitCodeOf(outcome: RunOutcome): ExitCode {
  if (outcome.interrupted) return exitCode.interrupted;
  if (outcome.unrepaired.length > 0) return exitCode.wrongByte;
  return outcome.failed > 0 ? exitCode.failed : exitCode.done;
}

/** Says why the request cannot be carried out, whoever wrote what it names; the caller returns what this returns. */
export function refuse(
  failure: Failure,
  options: { json?: true | undefined },
  outside: Outside,
): ExitCode {
  const { reason, message } = failure;
  outside.note(`${sayable(message)}\n`);
  if (options.json) outside.write(jsonLine("refusal", { reason, message }));
  return exitCode.wrongRequest;
}

/** The exit code of what parsing threw; nothing for what the parser does not know. */
export function parserEnding(
  error: unknown,
  words: readonly string[],
  outside: Outside,
): ExitCode | undefined {
  if (!(error instanceof CommanderError)) return undefined;
  if (error.exitCode === 0) return exitCode.done;
  if (error.code === "commander.help") return exitCode.wrongRequest;
  const reason = error.code.replace("commander.", "").replace(
    /[A-Z]/g,
    (letter) => `-${letter.toLowerCase()}`,
  );
  const options = words.includes("--json") ? { json: true } as const : {};
  return refuse({ reason, message: requestSentence(error.message) }, options, outside);
}

/**
 * The exit code of what nobody caught. A signal to the group ends what we started (a bundler, a worker) before we
 * hear of it, and that is no bug; code without an identity, a full disk or a folder that may not be read is one sentence;
 * a bug keeps its stack.
 */
export async function lastEnding(error: unknown, outside: Outside): Promise<ExitCode> {
  if (await isInterruptedSoon(outside.interruption)) return exitCode.interrupted;
  const fault = codeFault(error);
  if (fault !== undefined) {
    outside.note(`${sayable(fault)}\n`);
    return exitCode.wrongRequest;
  }
  const trouble = systemCause(error);
  outside.note(
    trouble === undefined ? `${Deno.inspect(error)}\n` : `Cannot go on: ${sayable(trouble)}\n`,
  );
  return exitCode.failed;
}

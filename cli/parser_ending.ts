// How the command line parser ends a command: help is done, a wrong line is refused, anything else is a bug.
import { CommanderError } from "commander";
import { type ExitCode, exitCode } from "./exit_code.ts";
import { requestSentence } from "./options.ts";
import type { Outside } from "./outside.ts";
import { refuse } from "./refuse.ts";

/** The exit code of what parsing or a command threw; throws on what the parser does not know, stack and all. */
export function parserEnding(error: unknown, words: readonly string[], outside: Outside): ExitCode {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return exitCode.done;
  if (error.code === "commander.help") return exitCode.wrongRequest;
  const reason = error.code.replace("commander.", "").replace(
    /[A-Z]/g,
    (letter) => `-${letter.toLowerCase()}`,
  );
  const options = words.includes("--json") ? { json: true } as const : {};
  return refuse({ reason, message: requestSentence(error.message) }, options, outside);
}

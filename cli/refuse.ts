// How a command says no: one sentence on standard error, one document for machines, exit code 2.
import type { Failure } from "../pipeline/mod.ts";
import { type ExitCode, exitCode } from "./exit_code.ts";
import { jsonLine } from "./json_document.ts";
import type { Outside } from "./outside.ts";

/** Says why the request cannot be carried out; the caller returns what this returns. */
export function refuse(
  failure: Failure,
  options: { json?: true | undefined },
  outside: Outside,
): ExitCode {
  const { reason, message } = failure;
  outside.note(`${message}\n`);
  if (options.json) outside.write(jsonLine("refusal", { reason, message }));
  return exitCode.wrongRequest;
}

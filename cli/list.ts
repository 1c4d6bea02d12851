// list: the names that studies may use, with a line on each.
import { catalogue } from "../studies/mod.ts";
import { type ExitCode, exitCode } from "./exit_code.ts";
import { jsonDocument } from "./json_document.ts";
import { unknownName } from "./nearest.ts";
import type { Outside } from "./outside.ts";
import { refuse } from "./refuse.ts";

/** What can be listed. */
export type Kind = keyof typeof catalogue & string;

export interface Listed {
  readonly name: string;
  readonly summary: string;
}

/** Prints one kind of names. */
export function list(
  kind: string,
  options: { readonly json?: true | undefined },
  outside: Outside,
): ExitCode {
  if (!isKind(kind)) {
    const message = unknownName("kind of thing to list", kind, Object.keys(catalogue));
    return refuse({ reason: "unknown-kind", message }, options, outside);
  }
  const entries: readonly Listed[] = catalogue[kind];
  if (options.json) outside.write(jsonDocument("list", { kind, entries }));
  else outside.write(listText(entries));
  return exitCode.done;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(catalogue, kind);
}

/** Names in one column, what they are in the next. */
export function listText(entries: readonly Listed[]): string {
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  return entries.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join("");
}

// list: the names that studies may use, with a line on each.
import { catalogue, type MethodEntry } from "../../studies/mod.ts";
import {
  commonLines,
  countText,
  type CountWish,
  modelCounts,
  readingLines,
} from "../method_lines.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import { unknownName } from "../spoken.ts";
import type { Outside } from "../outside.ts";

/** What can be listed. */
export type Kind = keyof typeof catalogue & string;

/** A name and what it is; methods have more to say. */
export interface Listed extends Partial<Pick<MethodEntry, "options" | "proof">> {
  readonly name: string;
  readonly summary: string;
}

/** Prints one kind of names, or what each method trains of a model. */
export function list(
  kind: string,
  options: CountWish & { readonly json?: true | undefined },
  outside: Outside,
): ExitCode {
  if (!isKind(kind)) {
    const message = unknownName("kind of thing to list", kind, Object.keys(catalogue));
    return refuse({ reason: "unknown-kind", message }, options, outside);
  }
  const { model, rank, labels } = options;
  if (model !== undefined) return listCounts(kind, options, outside);
  if ((rank ?? labels) !== undefined) {
    const message = "Cannot count without a model: name one with --model";
    return refuse({ reason: "no-model", message }, options, outside);
  }
  const entries: readonly Listed[] = catalogue[kind];
  if (options.json) outside.write(jsonDocument("list", { kind, entries }));
  else outside.write(listText(entries));
  return exitCode.done;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(catalogue, kind);
}

function listCounts(
  kind: Kind,
  options: CountWish & { readonly json?: true | undefined },
  outside: Outside,
): ExitCode {
  if (kind !== "methods") {
    const message = `Cannot list ${kind} with --model: it counts what methods train`;
    return refuse({ reason: "no-counts", message }, options, outside);
  }
  const counts = modelCounts(options);
  if (!counts.ok) return refuse(counts, options, outside);
  if (options.json) outside.write(jsonDocument("list", { kind, ...counts.value }));
  else outside.write(countText(counts.value));
  return exitCode.done;
}

/** Names in one column, what they are in the next; below a method its other readings and its proof. */
export function listText(entries: readonly Listed[]): string {
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  const lines = entries.flatMap((entry) => [
    `${entry.name.padEnd(width)}  ${entry.summary}`,
    ...readingLines(entry).map((line) => `${" ".repeat(width)}  ${line}`),
  ]);
  return [...lines, ...commonLines(entries), ""].join("\n");
}

// show: the record of a node: what went in, what came out, how long it took and where.
import { sayable, show as showNode, type Shown } from "../../pipeline/mod.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import type { NodeOptions } from "./why.ts";
import { findNumber, isAddress, numberLines } from "../address.ts";
import { spokenPath } from "../spoken.ts";
import { findNode, openWorkspace, type Workspace } from "../workspace.ts";

/** Prints the latest record of a node. */
export async function show(
  name: string,
  options: NodeOptions,
  outside: Outside,
): Promise<ExitCode> {
  const opened = await openWorkspace(options, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  if (isAddress(name)) return showNumber(opened.value, name, { options, outside });
  const { graph, context } = opened.value;
  const node = findNode(opened.value, name);
  if (!node.ok) return refuse(node, options, outside);
  const shown = await showNode(context, graph, node.value);
  if (!shown.ok) return refuse(shown, options, outside);
  const study = graph.study;
  if (options.json) outside.write(jsonDocument("show", { study, ...shown.value }));
  else outside.write(`${fieldLines({ study, ...forPeople(shown.value) }, "").join("\n")}\n`);
  return exitCode.done;
}

/** A number of the results: what it is the mean of, and where it stands. */
function showNumber(
  workspace: Workspace,
  address: string,
  { options, outside }: { readonly options: NodeOptions; readonly outside: Outside },
): ExitCode {
  const found = findNumber(workspace, address);
  if (!found.ok) return refuse(found, options, outside);
  const study = workspace.graph.study;
  if (options.json) outside.write(jsonDocument("show", { study, ...found.value }));
  else {
    const file = spokenPath(found.value.file, outside.cwd);
    outside.write(`${numberLines({ ...found.value, file }).join("\n")}\n`);
  }
  return exitCode.done;
}

/** Without what only a program would read: the digests of the source files, the text behind the key. */
function forPeople(shown: Shown): Omit<Shown, "codeSources" | "preimage"> {
  const { codeSources: _files, preimage: _text, ...rest } = shown;
  return rest;
}

/** A value as indented lines, a field on each; what is empty is left out. */
export function fieldLines(value: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(value).flatMap(([name, field]) => {
    if (field === undefined || field === null) return [];
    if (typeof field !== "object") return [`${indent}${name}: ${sayable(String(field))}`];
    if (Array.isArray(field)) return [`${indent}${name}: ${sayable(JSON.stringify(field))}`];
    const inner = fieldLines({ ...field }, `${indent}  `);
    return inner.length === 0 ? [] : [`${indent}${name}:`, ...inner];
  });
}

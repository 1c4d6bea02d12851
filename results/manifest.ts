// MANIFEST.json: which node, key and bytes each number and file of a study's results comes from.
import { join } from "node:path";
import { failure, type Result, success } from "../pipeline/mod.ts";
import { bytesIn } from "./results_folder.ts";

export const manifestFile = "MANIFEST.json";

const manifestSchema = "cairn.manifest/1";

/** A number as the report wrote it into `numbers.json`; `address` is exhibit/row/column. */
export interface ReportedNumber {
  readonly address: string;
  readonly value: number | string | null;
  /** Names of the nodes that it was computed from. */
  readonly sources: readonly string[];
}

/** A node as a manifest names it: its key, and what it made. */
export interface SourceNode {
  readonly key: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly study: string;
  /** What every graph ran on. */
  readonly engine: string;
  readonly report: string;
  readonly nodes: Readonly<Record<string, SourceNode>>;
  readonly numbers: readonly ReportedNumber[];
}

/** What a manifest is made from: the report's name, its numbers, and every node of the run. */
export interface Evidence {
  readonly study: string;
  readonly engine: string;
  readonly report: string;
  readonly numbers: readonly ReportedNumber[];
  node(name: string): SourceNode | undefined;
}

/**
 * The manifest of a report: its numbers, the nodes that they name and the report itself.
 * Errors: `untied-number`, where one names a node that did not run, since it could not be recomputed.
 */
export function manifestOf(
  { study, engine, report, numbers, node }: Evidence,
): Result<Manifest> {
  const names = new Set([report, ...numbers.flatMap((number) => number.sources)]);
  const nodes = new Map<string, SourceNode>();
  for (const name of [...names].sort()) {
    const found = node(name);
    if (found === undefined) return untied(study, name);
    nodes.set(name, found);
  }
  return success({ study, engine, report, numbers, nodes: Object.fromEntries(nodes) });
}

function untied(study: string, name: string): Result<never> {
  const message = `Cannot tie numbers of ${study} to '${name}' as no such node ran`;
  return failure("untied-number", message);
}

/** The numbers of a `numbers.json`; undefined where the text is something else. */
export function readNumbers(text: string): readonly ReportedNumber[] | undefined {
  const value = readJson(text);
  return Array.isArray(value) && value.every(isNumber) ? value : undefined;
}

/** The numbers of a manifest; undefined where the text is no manifest. */
export function readManifestNumbers(text: string): readonly ReportedNumber[] | undefined {
  const { numbers } = Object(readJson(text));
  return Array.isArray(numbers) && numbers.every(isNumber) ? numbers : undefined;
}

/** The numbers of the results in a folder and the nodes that they name; undefined where it has none. */
export function readManifest(folder: string): Pick<Manifest, "numbers" | "nodes"> | undefined {
  const bytes = bytesIn(join(folder, manifestFile));
  const text = new TextDecoder().decode(bytes);
  const numbers = readManifestNumbers(text);
  if (numbers === undefined) return undefined;
  const nodes = Object.entries(Object(Object(readJson(text)).nodes)).filter(([, node]) =>
    isNode(node)
  );
  return { numbers, nodes: Object.fromEntries(nodes) as Manifest["nodes"] };
}

function isNode(value: unknown): value is SourceNode {
  const { key, outputs } = Object(value);
  return typeof key === "string" && typeof outputs === "object" && outputs !== null;
}

/** The value of a JSON text; undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Nested too deep to be read is a RangeError.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function isNumber(value: unknown): value is ReportedNumber {
  const { address, value: own, sources } = Object(value);
  return typeof address === "string" &&
    (own === null || ["number", "string"].includes(typeof own)) &&
    Array.isArray(sources) && sources.every((source) => typeof source === "string");
}

/** Canonical text: the same manifest has the same bytes everywhere; a line for each node, number and list of sources. */
export function manifestText({ study, engine, report, nodes, numbers }: Manifest): string {
  const nodeLines = Object.entries(nodes).map(([name, { key, outputs }]) =>
    `${JSON.stringify(name)}: ${JSON.stringify({ key, outputs: sortedByName(outputs) })}`
  );
  const numberLines = [...numbers]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, value, sources }) =>
      `{"address":${JSON.stringify(address)},"value":${JSON.stringify(value)},\n` +
      ` "sources":${JSON.stringify([...sources].sort())}}`
    );
  return [
    "{",
    `"schema": ${JSON.stringify(manifestSchema)},`,
    `"study": ${JSON.stringify(study)},`,
    `"engine": ${JSON.stringify(engine)},`,
    `"report": ${JSON.stringify(report)},`,
    `"nodes": {\n${nodeLines.join(",\n")}\n},`,
    `"numbers": [\n${numberLines.join(",\n")}\n]`,
    "}\n",
  ].join("\n");
}

function sortedByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

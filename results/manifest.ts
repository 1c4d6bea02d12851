// MANIFEST.json: which node, key and bytes each number and file of a study's results comes from.

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
 * The manifest of a report: its numbers, the nodes that they name and the report itself. Throws a RangeError
 * where a number names a node that the study lacks, since such a number could not be recomputed.
 */
export function manifestOf({ study, engine, report, numbers, node }: Evidence): Manifest {
  const names = new Set([report, ...numbers.flatMap((number) => number.sources)]);
  const nodes = [...names].sort().map((name) => {
    const found = node(name);
    if (found === undefined) {
      throw new RangeError(`Cannot tie numbers of ${study} to '${name}' as no such node ran`);
    }
    return [name, found] as const;
  });
  return { study, engine, report, numbers, nodes: Object.fromEntries(nodes) };
}

/** Canonical text: the same manifest has the same bytes everywhere; a line for each node and number. */
export function manifestText({ study, engine, report, nodes, numbers }: Manifest): string {
  const nodeLines = Object.entries(nodes).map(([name, { key, outputs }]) =>
    `${JSON.stringify(name)}: ${JSON.stringify({ key, outputs: sortedByName(outputs) })}`
  );
  const numberLines = [...numbers]
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ address, value, sources }) =>
      JSON.stringify({ address, value, sources: [...sources].sort() })
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

// An address where a node may stand: a number of a study's results, its spread, and what each seed gave.
import { join } from "node:path";
import { failure, isDigest, type Result, sayable, success } from "../pipeline/mod.ts";
import { readJson, readManifest, readObject, type ReportedNumber } from "../results/mod.ts";
import { metricStyles } from "../studies/mod.ts";
import { unknownName } from "./spoken.ts";
import { resultsPlace, spokenStudy, type Workspace } from "./workspace.ts";

/** What one seed gave, in the unit of the number that they make. */
export interface SeedValue {
  readonly node: string;
  readonly value: number;
}

/** A number as `show` prints it. */
export interface ShownNumber {
  readonly address: string;
  readonly value: ReportedNumber["value"];
  readonly unit?: string;
  /** Numbers that stand beside it: `std`, `se`, `change`. */
  readonly beside: Readonly<Record<string, ReportedNumber["value"]>>;
  /** Where the number is the mean of what evaluations say: what each says. */
  readonly seeds: readonly SeedValue[];
  readonly sources: readonly string[];
  /** The exhibit among the results. */
  readonly file: string;
}

/** `exhibit/row/column`; the name of a node begins with its stage and a colon. */
export function isAddress(name: string): boolean {
  return /^[^:/]+\/[^/]+\/[^/]+$/.test(name);
}

/** The number of an address among the results of a study. Errors: `no-results`, `unknown-address`. */
export function findNumber(workspace: Workspace, address: string): Result<ShownNumber> {
  const { folder } = resultsPlace(workspace);
  const manifest = readManifest(folder);
  if (manifest === undefined) {
    const advice = `run 'deno task reproduce ${spokenStudy(workspace)}' first`;
    return failure("no-results", `Cannot find ${address} as ${folder} has no results: ${advice}`);
  }
  const { numbers, nodes } = manifest;
  const found = numbers.find((number) => number.address === address);
  if (found === undefined) {
    const known = numbers.map((number) => number.address);
    return failure("unknown-address", unknownName("address", address, known));
  }
  const { value, sources } = found;
  const beside = numbers.filter((other) => other.address.startsWith(`${address}:`))
    .map((other) => [other.address.slice(address.length + 1), other.value]);
  return success({
    address,
    value,
    ...meanOf(value, sources.flatMap((node) => evaluationOf(workspace, node, nodes))),
    beside: Object.fromEntries(beside),
    sources,
    file: join(folder, fileOf(address)),
  });
}

/** Tables are read as CSV; figures have no addresses of their own. */
function fileOf(address: string): string {
  return `${address.split("/")[0]}.csv`;
}

interface Evaluated {
  readonly node: string;
  readonly evaluation: Readonly<Record<string, unknown>>;
}

function evaluationOf(
  { context }: Workspace,
  node: string,
  nodes: Readonly<Record<string, { readonly outputs: Readonly<Record<string, string>> }>>,
): Evaluated[] {
  const digest = nodes[node]?.outputs["evaluation.json"];
  if (digest === undefined || !isDigest(digest)) return [];
  const bytes = readObject("evaluation.json", context.store.objectPath(digest), digest);
  if (!bytes.ok) return [];
  return [{ node, evaluation: Object(readJson(new TextDecoder().decode(bytes.value))) }];
}

interface Measure {
  readonly unit: string;
  of(evaluation: Evaluated["evaluation"]): number;
}

/** What an evaluation says that tables give the mean of. */
function measures(metricName: string): readonly Measure[] {
  const style = Object.hasOwn(metricStyles, metricName)
    ? metricStyles[metricName as keyof typeof metricStyles]
    : { label: metricName, scale: 1 };
  return [
    { unit: style.label, of: ({ metric }) => style.scale * Number(Object(metric).test) },
    { unit: "nats", of: ({ generalizationError }) => Number(generalizationError) },
    { unit: "nats", of: ({ loss }) => Number(Object(loss).test) },
  ];
}

/** The measure whose mean the number is, if there is one: only then do the seeds' values explain it. */
function meanOf(
  value: ReportedNumber["value"],
  evaluated: readonly Evaluated[],
): Pick<ShownNumber, "unit" | "seeds"> {
  const name = String(evaluated[0]?.evaluation.metricName);
  for (const { unit, of } of measures(name)) {
    const seeds = evaluated.map(({ node, evaluation }) => ({ node, value: of(evaluation) }));
    const mean = seeds.reduce((sum, seed) => sum + seed.value, 0) / seeds.length;
    if (typeof value === "number" && Math.abs(mean - value) <= 1e-9 * Math.abs(value)) {
      return { unit, seeds };
    }
  }
  return { seeds: [] };
}

/** The number and its unit, what stands beside it, a line for each seed, the file; none moves a cursor. */
export function numberLines(
  { address, value, unit, beside, seeds, sources, file }: ShownNumber,
): string[] {
  const names = seeds.length > 0
    ? seeds.map((seed) => `  ${seed.node}: ${seed.value}`)
    : sources.map((source) => `  ${source}`);
  return [
    `${address}: ${value}${unit === undefined ? "" : ` (${unit})`}`,
    ...Object.entries(beside).map(([name, other]) => `${name}: ${other}`),
    seeds.length > 0 ? `mean of ${seeds.length}:` : "computed from:",
    ...names,
    `file: ${file}`,
  ].map(sayable);
}

// After a run: results written from the store, compared with what is published, published when asked.
import { join } from "node:path";
import {
  attempt,
  type Digest,
  failure,
  type Result,
  success,
  type Summary,
} from "../pipeline/mod.ts";
import { compareResults, type Comparison } from "./compare_results.ts";
import {
  type Manifest,
  manifestOf,
  readNumbers,
  type ReportedNumber,
  type SourceNode,
} from "./manifest.ts";
import {
  type Materials,
  readObject,
  type ReportFiles,
  writeResults,
  type Written,
} from "./write_results.ts";

type Outcomes = Summary["outcomes"];

/** Where a study's results come from and where they go. */
export interface ResultsPlace {
  readonly study: string;
  /** What every graph ran on. */
  readonly engine: string;
  /** The node whose files are the results; a study has one. */
  readonly report: string | undefined;
  /** The folder of results, in the store's. */
  readonly folder: string;
  /** The folder that git tracks: the project's own, wherever the store lies. */
  readonly published: string;
  /** Where the object of a digest lies; it is only read. */
  objectPath(digest: Digest): string;
}

/** What was written, and how it stands to what is published. */
export interface Settled extends Written {
  /** The page to open, where the report made one. */
  readonly page: string | undefined;
  readonly published: string;
  readonly comparison: Comparison;
}

/**
 * Writes, compares and publishes the results of a run. Undefined where the run did not come to the report:
 * it was not asked for, or something that it needs failed.
 * Errors: those of `writeResults`, `untied-number`, `bad-numbers`, and `file-system`.
 */
export async function settleResults(
  place: ResultsPlace,
  outcomes: Outcomes,
  options: { readonly publish: boolean },
): Promise<Result<Settled> | undefined> {
  const { report } = place;
  const files = report === undefined ? undefined : outputsOf(outcomes, report);
  if (report === undefined || files === undefined) return undefined;
  const settled = await attempt(`write the results to ${place.folder}`, async () => {
    const manifest = manifestFor({ ...place, report }, files, outcomes);
    if (!manifest.ok) return manifest;
    return await settle(place, { ...place, files, manifest: manifest.value }, options.publish);
  });
  return settled.ok ? settled.value : settled;
}

async function settle(
  { folder, published }: ResultsPlace,
  materials: Materials,
  publish: boolean,
): Promise<Result<Settled>> {
  const results = await writeResults(folder, materials);
  if (!results.ok) return results;
  const { files } = results.value;
  const comparison = await compareResults(
    { files, numbers: materials.manifest.numbers },
    published,
  );
  if (publish && comparison.state !== "equal") {
    const copy = await attempt(
      `publish the results at ${published}`,
      () => writeResults(published, materials),
    );
    if (!copy.ok) return copy;
    if (!copy.value.ok) return copy.value;
  }
  const page = [...files.keys()].find((file) => file.endsWith(".html"));
  return success({ ...results.value, page: page && join(folder, page), published, comparison });
}

function manifestFor(
  { study, engine, report, objectPath }: ResultsPlace & { readonly report: string },
  files: ReportFiles,
  outcomes: Outcomes,
): Result<Manifest> {
  const numbers = numbersIn(report, files["numbers.json"], objectPath);
  if (!numbers.ok) return numbers;
  const evidence = { study, engine, report, numbers: numbers.value };
  return manifestOf({ ...evidence, node: (name) => sourceNode(outcomes, name) });
}

function numbersIn(
  report: string,
  digest: Digest | undefined,
  objectPath: ResultsPlace["objectPath"],
): Result<readonly ReportedNumber[]> {
  if (digest === undefined) return success([]);
  const bytes = readObject("numbers.json", objectPath(digest), digest);
  if (!bytes.ok) return bytes;
  const numbers = readNumbers(new TextDecoder().decode(bytes.value));
  if (numbers !== undefined) return success(numbers);
  return failure("bad-numbers", `Cannot read numbers.json of ${report} as a list of numbers`);
}

function outputsOf(outcomes: Outcomes, node: string): Record<string, Digest> | undefined {
  const outputs = outcomes.get(node)?.outputs;
  if (outputs === undefined) return undefined;
  return Object.fromEntries(Object.entries(outputs).map(([file, { digest }]) => [file, digest]));
}

function sourceNode(outcomes: Outcomes, name: string): SourceNode | undefined {
  const key = outcomes.get(name)?.key;
  const outputs = outputsOf(outcomes, name);
  return key === undefined || outputs === undefined ? undefined : { key, outputs };
}

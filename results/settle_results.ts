// After a run: results written from the store, compared with what is published, published when asked.
import { join } from "node:path";
import type { Digest, Result, Summary } from "../pipeline/mod.ts";
import { compareResults, type Comparison } from "./compare_results.ts";
import { manifestOf, type ReportedNumber, type SourceNode } from "./manifest.ts";
import { materialize, type Materialized, publish } from "./write_results.ts";

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
export interface Settled extends Materialized {
  /** The page to open, where the report made one. */
  readonly page: string | undefined;
  readonly published: string;
  readonly comparison: Comparison;
}

/**
 * Writes, compares and publishes the results of a run. Undefined where the run did not come to the report:
 * it was not asked for, or something that it needs failed.
 */
export async function settleResults(
  place: ResultsPlace,
  outcomes: Outcomes,
  options: { readonly publish: boolean },
): Promise<Result<Settled> | undefined> {
  const { study, engine, report, folder, objectPath } = place;
  const outputs = report === undefined ? undefined : outputsOf(outcomes, report);
  if (report === undefined || outputs === undefined) return undefined;
  const numbers = await readNumbers(outputs["numbers.json"], objectPath);
  const evidence = { study, engine, report, numbers };
  const manifest = manifestOf({ ...evidence, node: (name) => sourceNode(outcomes, name) });
  const materialized = await materialize(folder, { files: outputs, manifest, objectPath });
  if (!materialized.ok) return materialized;
  return { ok: true, value: await compareAndPublish(place, materialized.value, options.publish) };
}

async function compareAndPublish(
  { published }: ResultsPlace,
  materialized: Materialized,
  asked: boolean,
): Promise<Settled> {
  const { folder, files } = materialized;
  const comparison = await compareResults(folder, published);
  if (asked && comparison.state !== "equal") await publish(folder, published);
  const page = files.find((file) => file.endsWith(".html"));
  return { ...materialized, page: page && join(folder, page), published, comparison };
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

async function readNumbers(
  digest: Digest | undefined,
  objectPath: (digest: Digest) => string,
): Promise<readonly ReportedNumber[]> {
  return digest === undefined ? [] : JSON.parse(await Deno.readTextFile(objectPath(digest)));
}

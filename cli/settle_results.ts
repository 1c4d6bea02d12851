// After a run: results written from the store, compared with what is published, published when asked.
import { join } from "node:path";
import type { Digest, Result, Summary } from "../pipeline/mod.ts";
import { manifestOf, type ReportedNumber, type SourceNode } from "./manifest.ts";
import { materialize, type Materialized, publish } from "./results.ts";
import { compareResults, type Comparison } from "./results_comparison.ts";
import { reportNode, type Workspace } from "./workspace.ts";

type Outcomes = Summary["outcomes"];

export interface Settled extends Materialized {
  /** The page to open, where the report made one. */
  readonly page: string | undefined;
  readonly published: string;
  readonly comparison: Comparison;
}

/** The tracked folder of a study's results: always the project's own, wherever the store lies. */
export function publishedFolder({ context, study }: Workspace): string {
  return join(context.root, "artifacts", "published", study.name);
}

/**
 * Writes, compares and publishes the results of a run. Undefined where the run did not come to the report:
 * it was not asked for, or something that it needs failed.
 */
export async function settleResults(
  workspace: Workspace,
  outcomes: Outcomes,
  options: { readonly publish: boolean },
): Promise<Result<Settled> | undefined> {
  const node = reportNode(workspace.graph);
  const outputs = node === undefined ? undefined : outputsOf(outcomes, node);
  if (node === undefined || outputs === undefined) return undefined;
  const folder = join(workspace.folder, "results", workspace.graph.study);
  const objectPath = (digest: Digest) => workspace.context.store.objectPath(digest);
  const numbers = await readNumbers(outputs["numbers.json"], objectPath);
  const { engine, study } = workspace;
  const evidence = { study: study.name, engine, report: node, numbers };
  const manifest = manifestOf({ ...evidence, node: (name) => sourceNode(outcomes, name) });
  const materialized = await materialize(folder, { files: outputs, manifest, objectPath });
  if (!materialized.ok) return materialized;
  return {
    ok: true,
    value: await compareAndPublish(workspace, materialized.value, options.publish),
  };
}

async function compareAndPublish(
  workspace: Workspace,
  materialized: Materialized,
  asked: boolean,
): Promise<Settled> {
  const { folder, files } = materialized;
  const published = publishedFolder(workspace);
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

// The files of a store as an enemy sees them: found by family, rewritten, and sealed again where a name or field vouches.
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { canonicalJson, type Json } from "../pipeline/mod.ts";
import type { Trial } from "./kind.ts";
import { exists, filesIn } from "./listing.ts";

/** What a store keeps in JSON; a folder that a store does not have is an empty family. */
const jsonFamilies = ["records", "nodes", "code", "memo"] as const;

/** Forgets the last nodes of the study, so that there is something to do. */
export function forgetEnd({ store }: Trial): void {
  for (const stage of ["report", "compute_bounds"]) {
    const folder = join(store, "records", stage);
    if (exists(folder)) Deno.removeSync(folder, { recursive: true });
  }
}

/** A file of one family, by turns through the families; where one is empty, a record. */
export function anyJson(trial: Trial): string {
  return fileOf(trial, trial.turn(jsonFamilies));
}

/** A file of a family, or a record where there is none; the report's among records, half of the times. */
export function fileOf(trial: Trial, family: string): string {
  const found = filesIn(join(trial.store, family)).map((path) => join(trial.store, family, path));
  if (found.length === 0) return fileOf(trial, "records");
  const reports = found.filter((path) => path.includes("report"));
  return trial.any(reports.length > 0 && trial.draws.uniform() < 0.5 ? reports : found);
}

/** Edits a JSON file; what vouched for its content vouches again, as an enemy would see to it. */
export function edit(path: string, change: (value: Json) => Json, sealed = true): void {
  const text = Deno.readTextFileSync(path);
  const memory = /^\{"sha256":"([0-9a-f]{64})","value":(.*)\}\n$/s.exec(text);
  if (memory !== null) {
    const [, digest = "", value = ""] = memory;
    const fresh = JSON.stringify(change(JSON.parse(value)));
    const seal = sealed ? digestOf(fresh) : digest;
    return rewrite(path, `{"sha256":"${seal}","value":${fresh}}\n`);
  }
  const fresh = canonicalOr(change(JSON.parse(text)));
  rewrite(path, fresh);
  const name = basename(path).replace(digestOf(text), digestOf(fresh));
  if (sealed) Deno.renameSync(path, join(dirname(path), name));
}

/** Canonical, as claims are, unless the enemy's value has no such text. */
function canonicalOr(value: Json): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (error instanceof TypeError) return JSON.stringify(value);
    throw error;
  }
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Writes a file, whatever its mode. */
export function rewrite(path: string, content: string | Uint8Array): void {
  Deno.chmodSync(path, 0o644);
  if (typeof content === "string") Deno.writeTextFileSync(path, content);
  else Deno.writeFileSync(path, content);
}

/** Every place in a JSON value, as a path of keys. */
export function placesIn(value: Json, above: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...above]];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...above, key],
    ...placesIn(inner as Json, [...above, key]),
  ]);
}

/** The value with what lies at a place replaced. */
export function replaced(value: Json, [first, ...rest]: readonly string[], by: Json): Json {
  if (first === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...value as object }) as Record<string, Json>;
  copy[first] = replaced(copy[first] ?? null, rest, by);
  return copy;
}

/** All values under a key, wherever it stands, replaced; the number of replacements is not told. */
export function everywhere(value: Json, key: string, by: (old: Json) => Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => everywhere(inner, key, by));
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    name === key ? by(inner as Json) : everywhere(inner as Json, key, by),
  ]);
  return Object.fromEntries(entries);
}

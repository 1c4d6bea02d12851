// The files of a store as an enemy sees them: found by family, rewritten, and sealed again where a name or field vouches.
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { canonicalJson, type Json } from "../pipeline/mod.ts";
import type { Trial } from "./kind.ts";
import { filesIn } from "./listing.ts";

/** What a store keeps in JSON; a folder that a store does not have is an empty family. */
export const jsonFamilies = ["records", "nodes", "code", "memo"] as const;

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
  const before = JSON.parse(text) as Json;
  const after = change(JSON.parse(text) as Json);
  rewrite(path, JSON.stringify(sealed ? resealed(before, after) : after));
  const name = sealed ? renamed(path, before, after) : undefined;
  if (name !== undefined) Deno.renameSync(path, join(dirname(path), name));
}

/** Writes a file, whatever its mode. */
export function rewrite(path: string, content: string | Uint8Array): void {
  Deno.chmodSync(path, 0o644);
  if (typeof content === "string") Deno.writeTextFileSync(path, content);
  else Deno.writeFileSync(path, content);
}

/** What a digest in a name or a field can be of. */
const vouched: readonly ((value: Json) => Json | undefined)[] = [
  (value) => value,
  (value) => field(value, "outputs"),
  (value) => field(value, "claim"),
  (value) => field(field(value, "claim"), "outputs"),
];

function field(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return (value as Record<string, Json>)[name];
}

/** The name with the new digest, where the old name held the old one. */
function renamed(path: string, before: Json, after: Json): string | undefined {
  for (const part of vouched) {
    const [old, fresh] = [digestOf(part(before)), digestOf(part(after))];
    if (old === undefined || fresh === undefined || !path.includes(old)) continue;
    return path.slice(dirname(path).length + 1).replace(old, fresh);
  }
  return undefined;
}

/** A field that held the digest of all other fields, or of one of them, holds that of the new ones. */
function resealed(before: Json, after: Json): Json {
  if (field(after, "") !== undefined || typeof after !== "object" || after === null) return after;
  const entries = Object.entries(after as Record<string, Json>).map(([name, value]) => {
    const source = Object.keys(before as object).find((other) =>
      other !== name && digestOf(field(before, other)) === field(before, name)
    );
    if (source !== undefined) return [name, digestOf(field(after, source)) ?? value];
    const whole = digestOf(without(before, name)) === field(before, name);
    return [name, whole ? digestOf(without(after, name)) ?? value : value];
  });
  return Object.fromEntries(entries);
}

function without(value: Json, name: string): Json {
  const rest = Object.entries(value as Record<string, Json>).filter(([key]) => key !== name);
  return Object.fromEntries(rest);
}

/** Of canonical JSON; undefined for what canonical JSON refuses. */
function digestOf(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return createHash("sha256").update(canonicalJson(value)).digest("hex");
  } catch {
    return undefined; // −0, 1e999: an enemy cannot seal it either
  }
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

// Records on disk: records/<stage>/<key>/<digest of the outputs>.json, one file per different result of a key.
import { join } from "node:path";
import type { Key } from "../digest.ts";
import { type RecordOf, recordSchema, resultDigest } from "../record.ts";

/** The folder of all records of a key. */
export function recordFolder(store: string, stage: string, key: Key): string {
  return join(store, "records", stage, key);
}

/** The file of one record, within the store. */
export function recordPath(record: RecordOf): string {
  return join("records", record.stage, record.key, `${resultDigest(record.outputs)}.json`);
}

/** Every whole record of a key, by the digest of its outputs: the same order on every machine. */
export function readRecords(store: string, stage: string, key: Key): RecordOf[] {
  const folder = recordFolder(store, stage, key);
  return fileNames(folder).sort().map((name) => readRecord(join(folder, name), key))
    .filter((record) => record !== undefined);
}

function readRecord(path: string, key: Key): RecordOf | undefined {
  const record = parse(Deno.readTextFileSync(path));
  if (record?.schema !== recordSchema || record.key !== key) return undefined;
  // The name vouches for the outputs: a damaged record is none, and its action runs again.
  return path.endsWith(`${resultDigest(record.outputs)}.json`) ? record : undefined;
}

function parse(text: string): RecordOf | undefined {
  try {
    const value = JSON.parse(text);
    return isRecordLike(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecordLike(value: unknown): value is RecordOf {
  if (typeof value !== "object" || value === null) return false;
  return "outputs" in value && typeof value.outputs === "object" && value.outputs !== null;
}

function fileNames(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map((entry) => entry.name)
      .filter((name) => name.endsWith(".json"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

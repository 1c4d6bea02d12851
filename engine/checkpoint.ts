// Reads the weights of a hub folder, in one file or in several with an index, as if they were in one.
import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { disguise } from "./disguise.ts";
import { isRecord, parsedJson, quoted, repeatedKey } from "./foreign_json.ts";
import { openSafetensors, type SafetensorsFile } from "./safetensors.ts";
import type { Opened, SafetensorsFault, StoredTensor } from "./safetensors_header.ts";

/** Where a tensor of a checkpoint lies. */
export interface CheckpointTensor extends StoredTensor {
  /** The name of its file in the folder. */
  readonly file: string;
}

/** The weights of a folder. `read` and `readDoubles` are those of a file. */
export interface Checkpoint extends Pick<SafetensorsFile, "read" | "readDoubles"> {
  readonly folder: string;
  /** The names of its files, sorted. */
  readonly files: readonly string[];
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
}

/** What can be wrong with a checkpoint's folder, beside its files. */
export type CheckpointFault =
  /** It has neither a file of weights nor an index of several. */
  | "no-weights"
  /** The index is no JSON object of tensors and files beside it. */
  | "malformed-index"
  /** A file that the index names is not there. */
  | "missing-shard"
  /** A file of weights beside the others that the index does not name. */
  | "unnamed-shard"
  /** A file lacks a tensor that the index says it has. */
  | "missing-tensor"
  /** A file has a tensor that the index does not say it has: perhaps one more than another file. */
  | "unnamed-tensor"
  /** The tensors' bytes are not as many as the index says. */
  | "wrong-total";

/** A checkpoint, or why there is none. */
export type OpenedCheckpoint = Opened<Checkpoint, CheckpointFault | SafetensorsFault>;

const single = "model.safetensors";
const indexName = `${single}.index.json`;
const LARGEST_INDEX = 100_000_000;
const shardName = /^model-\d+-of-\d+\.safetensors$/;

/**
 * Opens `model.safetensors`, or else what `model.safetensors.index.json` lists: exactly that, no file and no
 * tensor more or less. What is wrong with the folder or a file is a value, and names the file.
 */
export async function openCheckpoint(folder: string): Promise<OpenedCheckpoint> {
  if (existsSync(join(folder, single))) return await openSingle(folder);
  const path = join(folder, indexName);
  if (!existsSync(path)) return fail("no-weights", `${folder}: ${await whatInstead(folder)}`);
  const index = await readIndex(path);
  return index.ok ? await openShards(folder, index.value) : index;
}

/** Of a file alone: a pipe would be waited for, and a hole of a terabyte read. */
async function readIndex(path: string): Promise<Opened<Index, CheckpointFault>> {
  const found = statSync(path);
  if (!found.isFile()) return malformed(`${path}: is no file`);
  if (found.size > LARGEST_INDEX) return malformed(`${path}: index of ${found.size} bytes`);
  return parseIndex(await readFile(path), path);
}

async function whatInstead(folder: string): Promise<string> {
  const nothing = `has neither ${single} nor ${indexName}`;
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  const names = isFolder ? await readdir(folder) : [];
  const pickle = names.find((name) => /^pytorch_model.*\.bin(\.index\.json)?$/.test(name));
  if (pickle === undefined) return nothing;
  return `${nothing}, and ${pickle} is PyTorch's pickle, which is not read: convert it to safetensors`;
}

async function openSingle(folder: string): Promise<OpenedCheckpoint> {
  const opened = await openSafetensors(join(folder, single));
  return opened.ok ? gathered(folder, new Map([[single, opened.value]])) : opened;
}

async function openShards(folder: string, index: Index): Promise<OpenedCheckpoint> {
  const named = new Set(index.files.values());
  const unnamed = (await readdir(folder)).find((file) => shardName.test(file) && !named.has(file));
  if (unnamed !== undefined) {
    return fail("unnamed-shard", `${join(folder, unnamed)}: ${indexName} does not name it`);
  }
  const shards = new Map<string, SafetensorsFile>();
  for (const file of [...named].sort()) {
    const path = join(folder, file);
    if (!existsSync(path)) return fail("missing-shard", `${path}: is not there`);
    const opened = await openSafetensors(path);
    if (!opened.ok) return opened;
    shards.set(file, opened.value);
  }
  return contradiction(folder, index, shards) ?? gathered(folder, shards);
}

/** What the files say otherwise than the index. */
function contradiction(
  folder: string,
  { files, total }: Index,
  shards: ReadonlyMap<string, SafetensorsFile>,
): Opened<never, CheckpointFault> | undefined {
  for (const [name, file] of files) {
    if (shards.get(file)?.tensors.has(name)) continue;
    return fail("missing-tensor", `${join(folder, file)}: lacks ${quoted(name)}`);
  }
  const stored = [...shards].flatMap(([file, { tensors }]) =>
    [...tensors].map(([name, { length }]) => ({ file, name, length }))
  );
  const more = stored.find(({ name, file }) => files.get(name) !== file);
  if (more !== undefined) {
    const place = files.get(more.name) ?? "no file";
    const why = `has ${quoted(more.name)}, which ${indexName} says is in ${place}`;
    return fail("unnamed-tensor", `${join(folder, more.file)}: ${why}`);
  }
  const bytes = stored.reduce((sum, { length }) => sum + length, 0);
  if (total === undefined || total === bytes) return undefined;
  const why = `tells ${total} bytes where its tensors have ${bytes}`;
  return fail("wrong-total", `${join(folder, indexName)}: ${why}`);
}

/** The tensors of some files as those of one. */
function gathered(folder: string, files: ReadonlyMap<string, SafetensorsFile>): OpenedCheckpoint {
  const tensors = new Map<string, CheckpointTensor>();
  for (const [file, { tensors: stored }] of files) {
    for (const [name, tensor] of stored) tensors.set(name, { ...tensor, file });
  }
  const fileOf = (name: string) => {
    const file = files.get(tensors.get(name)?.file ?? "");
    if (!file) throw new Error(`Cannot read "${name}": ${folder} has no such tensor`);
    return file;
  };
  const read: Checkpoint["read"] = (name) => fileOf(name).read(name);
  const readDoubles: Checkpoint["readDoubles"] = (name) => fileOf(name).readDoubles(name);
  return { ok: true, value: { folder, files: [...files.keys()], tensors, read, readDoubles } };
}

/** What an index says. */
interface Index {
  /** Tensor → name of a file in the same folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes of all tensors, where the index tells them. */
  readonly total: number | undefined;
}

function parseIndex(bytes: Uint8Array, path: string): Opened<Index, CheckpointFault> {
  const text = new TextDecoder().decode(bytes);
  const index = parsedJson(text);
  if (!isRecord(index) || !isRecord(index["weight_map"])) {
    const other = index === undefined ? disguise(bytes) : undefined;
    return malformed(`${path}: ${other === undefined ? "has no weight_map" : `is ${other}`}`);
  }
  const twice = repeatedKey(text);
  if (twice !== undefined) return malformed(`${path}: has ${quoted(twice)} twice`);
  const entries = Object.entries(index["weight_map"]);
  const wrong = entries.find(([, file]) => !isFileName(file));
  if (wrong) {
    return malformed(
      `${path}: ${quoted(wrong[0])} is in ${JSON.stringify(wrong[1]).slice(0, 200)}`,
    );
  }
  const { metadata } = index;
  const total = isRecord(metadata) ? metadata["total_size"] ?? undefined : undefined;
  if (total !== undefined && typeof total !== "number") {
    return malformed(`${path}: its total_size is no number`);
  }
  return { ok: true, value: { files: new Map(entries as [string, string][]), total } };
}

function malformed(message: string): Opened<never, CheckpointFault> {
  return fail("malformed-index", message);
}

/** A file beside the index, never one elsewhere. */
function isFileName(value: unknown): boolean {
  return typeof value === "string" && /^[^/\\]+\.safetensors$/.test(value);
}

function fail(reason: CheckpointFault, message: string): Opened<never, CheckpointFault> {
  return { ok: false, reason, message };
}

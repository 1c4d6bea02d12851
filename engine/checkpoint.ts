// Reads the weights of a hub folder, in one file or in several with an index, as if they were in one.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CheckpointFault, type CheckpointIndex, parseIndex } from "./checkpoint_index.ts";
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

/** What can be wrong with a checkpoint. */
export type OpenedCheckpoint = Opened<Checkpoint, CheckpointFault | SafetensorsFault>;

const single = "model.safetensors";
const indexName = `${single}.index.json`;

/**
 * Opens `model.safetensors`, or else what `model.safetensors.index.json` lists; tensors that the index does
 * not list are not there. What is wrong with the folder or a file is a value, and names the file.
 */
export async function openCheckpoint(folder: string): Promise<OpenedCheckpoint> {
  if (existsSync(join(folder, single))) return await openSingle(folder);
  const path = join(folder, indexName);
  if (!existsSync(path)) {
    return fail("no-weights", `${folder}: has neither ${single} nor ${indexName}`);
  }
  const index = parseIndex(await readFile(path, "utf8"), path);
  return index.ok ? await openShards(folder, index.value) : index;
}

async function openSingle(folder: string): Promise<OpenedCheckpoint> {
  const opened = await openSafetensors(join(folder, single));
  if (!opened.ok) return opened;
  const places = [...opened.value.tensors.keys()].map((name) => [name, single] as const);
  return gathered(folder, new Map([[single, opened.value]]), new Map(places));
}

async function openShards(folder: string, index: CheckpointIndex): Promise<OpenedCheckpoint> {
  const shards = new Map<string, SafetensorsFile>();
  for (const file of [...new Set(index.files.values())].sort()) {
    const path = join(folder, file);
    if (!existsSync(path)) return fail("missing-shard", `${path}: is not there`);
    const opened = await openSafetensors(path);
    if (!opened.ok) return opened;
    shards.set(file, opened.value);
  }
  const whole = gathered(folder, shards, index.files);
  return whole.ok ? ofTotal(whole.value, index.total) : whole;
}

/** The tensors of some files as those of one. */
function gathered(
  folder: string,
  files: ReadonlyMap<string, SafetensorsFile>,
  places: ReadonlyMap<string, string>,
): OpenedCheckpoint {
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, file] of places) {
    const stored = files.get(file)?.tensors.get(name);
    if (!stored) return fail("missing-tensor", `${join(folder, file)}: lacks "${name}"`);
    tensors.set(name, { ...stored, file });
  }
  const fileOf = (name: string) => {
    const file = files.get(places.get(name) ?? "");
    if (!file) throw new Error(`Cannot read "${name}": ${folder} has no such tensor`);
    return file;
  };
  const read: Checkpoint["read"] = (name) => fileOf(name).read(name);
  const readDoubles: Checkpoint["readDoubles"] = (name) => fileOf(name).readDoubles(name);
  return { ok: true, value: { folder, files: [...files.keys()], tensors, read, readDoubles } };
}

function ofTotal(checkpoint: Checkpoint, total: number | undefined): OpenedCheckpoint {
  const bytes = [...checkpoint.tensors.values()].reduce((sum, { length }) => sum + length, 0);
  if (total === undefined || total === bytes) return { ok: true, value: checkpoint };
  const place = join(checkpoint.folder, indexName);
  return fail("wrong-total", `${place}: tells ${total} bytes where its tensors have ${bytes}`);
}

function fail(reason: CheckpointFault, message: string): OpenedCheckpoint {
  return { ok: false, reason, message };
}

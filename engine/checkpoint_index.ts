// The index of a checkpoint in several files: which tensor is in which, checked before it is believed.
import type { Opened } from "./safetensors_header.ts";

/** What can be wrong with a checkpoint's folder, beside its files. */
export type CheckpointFault =
  /** It has neither a file of weights nor an index of several. */
  | "no-weights"
  /** The index is no JSON object of tensors and files beside it. */
  | "malformed-index"
  /** A file that the index names is not there. */
  | "missing-shard"
  /** A file lacks a tensor that the index says it has. */
  | "missing-tensor"
  /** The tensors' bytes are not as many as the index says. */
  | "wrong-total";

/** What an index says. */
export interface CheckpointIndex {
  /** Tensor → name of a file in the same folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes of all tensors, where the index tells them. */
  readonly total: number | undefined;
}

/** Parses the text of a `model.safetensors.index.json`; `path` is for messages. */
export function parseIndex(text: string, path: string): Opened<CheckpointIndex, CheckpointFault> {
  const index = parsedJson(text);
  if (!isRecord(index) || !isRecord(index["weight_map"])) {
    return malformed(`${path}: has no weight_map`);
  }
  const entries = Object.entries(index["weight_map"]);
  const wrong = entries.find(([, file]) => !isFileName(file));
  if (wrong) return malformed(`${path}: "${wrong[0]}" is in ${JSON.stringify(wrong[1])}`);
  const { metadata = {} } = index;
  const total = isRecord(metadata) ? metadata["total_size"] : null;
  if (total !== undefined && typeof total !== "number") {
    return malformed(`${path}: its total_size is no number`);
  }
  return { ok: true, value: { files: new Map(entries as [string, string][]), total } };
}

function malformed(message: string): Opened<never, CheckpointFault> {
  return { ok: false, reason: "malformed-index", message };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A file beside the index, never one elsewhere. */
function isFileName(value: unknown): boolean {
  return typeof value === "string" && /^[^/\\]+\.safetensors$/.test(value);
}

// Reads tensors of a safetensors file: the header at once, the elements when they are asked for.
import { closeSync, openSync, readSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { decodeElements } from "./safetensors_elements.ts";
import {
  LARGEST_HEADER,
  LENGTH_BYTES,
  type Opened,
  parseHeader,
  type StoredTensor,
} from "./safetensors_header.ts";
import type { Value } from "./value.ts";

/** A safetensors file whose header has been read and checked. */
export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * The elements of a tensor, as one of the engine's types. Throws for a name that the file does not
   * have, and for integers that do not fit.
   */
  read(name: string): Value;
  /** The elements of a float64 tensor, not rounded. Throws for any other type. */
  readDoubles(name: string): Float64Array;
}

/** Reads the header of a file. Throws if it is missing or malformed, with the reason in words. */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  const opened = await openSafetensors(path);
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

/** Reads the header of a file; a file that is malformed or cannot be read is a value. */
export async function openSafetensors(path: string): Promise<Opened<SafetensorsFile>> {
  const start = await startOf(path);
  if (!start.ok) return start;
  const parsed = parseHeader(start.value.head, start.value.size, path);
  if (!parsed.ok) return parsed;
  const { tensors, metadata } = parsed.value;
  const read = (name: string) => readTensor(path, name, tensors.get(name));
  const readDoubles = (name: string) => doubles(path, name, tensors.get(name));
  return { ok: true, value: { path, tensors, metadata, read, readDoubles } };
}

interface Start {
  readonly head: Uint8Array;
  readonly size: number;
}

/** A pipe would be waited for, and a folder cannot be read: only a file is opened. */
async function startOf(path: string): Promise<Opened<Start>> {
  try {
    if ((await stat(path)).isFile()) return { ok: true, value: await readHead(path) };
    return { ok: false, reason: "unreadable", message: `${path}: is no file` };
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === undefined) throw error;
    const why = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
    return { ok: false, reason: "unreadable", message: `${path}: ${why}` };
  }
}

/** The bytes up to the end of the header, as far as they are there. */
async function readHead(path: string): Promise<Start> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const prefix = new Uint8Array(LENGTH_BYTES);
    const { bytesRead } = await file.read(prefix, 0, LENGTH_BYTES, 0);
    if (bytesRead < LENGTH_BYTES) return { head: prefix.subarray(0, bytesRead), size };
    const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
    const head = new Uint8Array(LENGTH_BYTES + Math.min(length, LARGEST_HEADER, size));
    const read = await file.read(head, 0, head.length, 0);
    return { head: head.subarray(0, read.bytesRead), size };
  } finally {
    await file.close();
  }
}

function readTensor(path: string, name: string, stored: StoredTensor | undefined): Value {
  if (!stored) throw new Error(`Cannot read "${name}": ${path} has no such tensor`);
  const bytes = readBytes(path, stored);
  return { shape: stored.shape, ...decodeElements(bytes, stored.dtype, name) };
}

function doubles(path: string, name: string, stored: StoredTensor | undefined): Float64Array {
  if (stored?.dtype !== "F64") throw new Error(`Cannot read "${name}" of ${path} as float64`);
  return new Float64Array(readBytes(path, stored).buffer as ArrayBuffer);
}

function readBytes(path: string, { offset, length }: StoredTensor): Uint8Array {
  const bytes = new Uint8Array(length);
  const file = openSync(path, "r");
  try {
    for (let done = 0; done < length;) {
      const read = readSync(file, bytes, done, length - done, offset + done);
      if (read === 0) {
        throw new Error(`Cannot read ${length} bytes at ${offset}: ${path} ends before`);
      }
      done += read;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

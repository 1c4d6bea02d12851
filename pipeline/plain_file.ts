// Files that others may have put there: opened only if plain, so that no link is followed and no pipe waited for.
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import type { Digest } from "./digest.ts";
import { NotPlain, orIfAbsent } from "./system_error.ts";

const chunkBytes = 1 << 20;
const readChunk = promisify(read);

/** More than any text of ours has; what is larger is not read into memory. */
const mostTextBytes = 1 << 28;

/**
 * The bytes of a plain file, or undefined where there is nothing.
 *
 * @throws {NotPlain} for a link, pipe, device, socket or folder, and for more bytes than `most`.
 */
export function readPlainFile(path: string, most: number = mostTextBytes): Uint8Array | undefined {
  const file = openPlainFile(path);
  if (file === undefined) return undefined;
  try {
    refuseLarger(path, file.size, most);
    return readAll(file);
  } finally {
    closeSync(file.descriptor);
  }
}

/** The SHA-256 of a plain file, or undefined where there is nothing. Throws as {@linkcode readPlainFile}. */
export async function digestOfPlainFile(
  path: string,
  most = Infinity,
): Promise<Digest | undefined> {
  const file = openPlainFile(path);
  if (file === undefined) return undefined;
  try {
    refuseLarger(path, file.size, most);
    return await digestOfOpen(file.descriptor);
  } finally {
    closeSync(file.descriptor);
  }
}

function refuseLarger(path: string, size: number, most: number): void {
  if (size > most) throw new NotPlain(path, `has ${size} bytes, more than ${most}`);
}

/** What kind of thing a stat tells of, in words, unless it is a plain file. */
export function oddity(info: Deno.FileInfo): string | undefined {
  if (info.isFile) return undefined;
  if (info.isSymlink) return "is a symbolic link, and none is followed here";
  return info.isDirectory ? "is a folder and no file" : "is a pipe, socket or device and no file";
}

interface OpenFile {
  readonly descriptor: number;
  readonly size: number;
}

function openPlainFile(path: string): OpenFile | undefined {
  const info = orIfAbsent(() => Deno.lstatSync(path), undefined);
  if (info === undefined) return undefined;
  const odd = oddity(info);
  if (odd !== undefined) throw new NotPlain(path, odd);
  return openSame(path, info);
}

/** Opens the file that was looked at, and nothing that was put in its place since. */
function openSame(path: string, seen: Deno.FileInfo): OpenFile {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  const { dev, ino, size } = fstatSync(descriptor);
  if (dev === seen.dev && ino === seen.ino) return { descriptor, size };
  closeSync(descriptor);
  throw new NotPlain(path, "was replaced while it was opened");
}

function readAll({ descriptor, size }: OpenFile): Uint8Array {
  const bytes = new Uint8Array(size);
  let done = 0;
  while (done < size) {
    const count = readSync(descriptor, bytes, done, size - done, null);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

async function digestOfOpen(descriptor: number): Promise<Digest> {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(chunkBytes);
  for (;;) {
    const { bytesRead } = await readChunk(descriptor, chunk, 0, chunkBytes, null);
    if (bytesRead === 0) return hash.digest("hex") as Digest;
    hash.update(chunk.subarray(0, bytesRead));
  }
}

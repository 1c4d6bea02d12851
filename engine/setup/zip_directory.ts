// The directory of a zip file, as far as wheels use the format: stored and deflated entries, below 4 GiB.
import { open } from "node:fs/promises";

/** One file of the archive. */
export interface Entry {
  readonly path: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Where the packed bytes begin and end in the archive. */
  readonly start: number;
  readonly end: number;
  readonly deflated: boolean;
}

type Handle = Awaited<ReturnType<typeof open>>;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
/** The end record, with a comment of the largest length that a wheel would have. */
const longestEnd = 22 + 1024;

/** Every file of an archive, folders left out. Throws where it has no directory. */
export async function entriesOf(archive: string): Promise<Entry[]> {
  const handle = await open(archive);
  try {
    const directory = await readDirectory(handle, archive);
    const entries: Entry[] = [];
    for (const listed of listedIn(directory)) {
      entries.push({ ...listed.entry, ...await placeOf(handle, listed) });
    }
    return entries.filter(({ path }) => !path.endsWith("/"));
  } finally {
    await handle.close();
  }
}

async function readDirectory(handle: Handle, archive: string): Promise<DataView> {
  const { size } = await handle.stat();
  const tail = await read(handle, Math.max(0, size - longestEnd), Math.min(size, longestEnd));
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endSignature) continue;
    return await read(handle, tail.getUint32(at + 16, true), tail.getUint32(at + 12, true));
  }
  throw new Error(`Cannot unpack ${archive}: it has no directory`);
}

interface Listed {
  readonly entry: Pick<Entry, "path" | "size" | "deflated">;
  readonly packed: number;
  /** Where the entry's own header lies. */
  readonly header: number;
}

function* listedIn(directory: DataView): Generator<Listed> {
  let at = 0;
  while (at < directory.byteLength && directory.getUint32(at, true) === entrySignature) {
    const [name, extra, comment] = [28, 30, 32].map((o) => directory.getUint16(at + o, true)) as [
      number,
      number,
      number,
    ];
    const path = new Uint8Array(directory.buffer, directory.byteOffset + at + 46, name);
    yield {
      entry: {
        path: new TextDecoder().decode(path),
        size: directory.getUint32(at + 24, true),
        deflated: directory.getUint16(at + 10, true) !== 0,
      },
      packed: directory.getUint32(at + 20, true),
      header: directory.getUint32(at + 42, true),
    };
    at += 46 + name + extra + comment;
  }
}

/** The header of an entry has a name and an extra field of its own before the bytes. */
async function placeOf(
  handle: Handle,
  { header, packed }: Listed,
): Promise<Pick<Entry, "start" | "end">> {
  const own = await read(handle, header, 30);
  const start = header + 30 + own.getUint16(26, true) + own.getUint16(28, true);
  return { start, end: start + packed };
}

async function read(handle: Handle, position: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await handle.read(bytes, 0, length, position);
  return new DataView(bytes.buffer);
}

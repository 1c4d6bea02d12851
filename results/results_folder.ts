// A folder of results on disk: what lies in it, whatever somebody put there, and how it is replaced in one step.
import { dirname, join } from "node:path";
import { type Digest, digestOfPlainFile, NotPlain, readPlainFile } from "../pipeline/mod.ts";

/** By POSIX name: the digest of a plain file; undefined for what can be no result, such as a link or an empty folder. */
export type Contents = ReadonlyMap<string, Digest | undefined>;

/** What lies below `folder`, in the order of names, no link followed. What is no folder is an empty one. */
export async function contentsOf(folder: string): Promise<Contents> {
  const contents = new Map<string, Digest | undefined>();
  if (await isFolder(folder)) await gather(folder, "", contents);
  return new Map([...contents].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** No result has a longer name: whatever lies deeper is not ours, and may be too deep for any path. */
const deepest = 1000;

/** No result has more bytes: what is larger is not read, as it may have no end. */
const largest = 1 << 28;

async function gather(
  folder: string,
  prefix: string,
  contents: Map<string, Digest | undefined>,
): Promise<void> {
  for await (const entry of Deno.readDir(join(folder, prefix))) {
    const name = `${prefix}${entry.name}`;
    const before = contents.size;
    if (entry.isDirectory && name.length < deepest) await gather(folder, `${name}/`, contents);
    else if (entry.isDirectory) contents.set(`${name}/`, undefined);
    else contents.set(name, entry.isFile ? await digestIn(join(folder, name)) : undefined);
    if (contents.size === before) contents.set(`${name}/`, undefined);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The bytes of a plain file; undefined where something else, or nothing, is at its path. */
export function bytesIn(path: string): Uint8Array | undefined {
  try {
    return readPlainFile(path, largest);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

async function digestIn(path: string): Promise<Digest | undefined> {
  try {
    return await digestOfPlainFile(path, largest);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/**
 * Runs `work` while no other process works in the same place: two runs that end together take turns. The
 * system drops the lock with its process, however that ends. A place that is not there needs no turns.
 */
export async function inTurn<T>(place: string, work: () => Promise<T>): Promise<T> {
  using folder = await opened(place);
  await folder?.lock(true);
  return await work();
}

async function opened(place: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(place);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const leftover = /^\.(new|old)-[0-9a-f-]{36}$/;

/**
 * Puts what `fill` writes in place of `folder` (whatever it was): whoever looks sees the old one or the new one,
 * whole. Nothing changes where `fill` gives a failure or throws. Call it `inTurn` of the folder above.
 */
export async function replaceFolder<R extends { readonly ok: boolean }>(
  folder: string,
  fill: (fresh: string) => Promise<R>,
): Promise<R> {
  const place = dirname(folder);
  await removeLeftovers(place);
  const id = crypto.randomUUID();
  const [fresh, old] = [join(place, `.new-${id}`), join(place, `.old-${id}`)];
  await Deno.mkdir(fresh);
  try {
    const filled = await fill(fresh);
    if (filled.ok) await swap(folder, fresh, old);
    return filled;
  } finally {
    await removeLeftovers(place);
  }
}

async function swap(folder: string, fresh: string, old: string): Promise<void> {
  const isThere = await moved(folder, old);
  try {
    await Deno.rename(fresh, folder);
  } catch (error) {
    if (isThere) await Deno.rename(old, folder);
    throw error;
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await Deno.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A run that was killed in the middle leaves its folders; whose turn it is knows that nobody needs them. */
async function removeLeftovers(place: string): Promise<void> {
  for await (const { name } of Deno.readDir(place)) {
    if (leftover.test(name)) await Deno.remove(join(place, name), { recursive: true });
  }
}

// Objects: bytes under their SHA-256, verified on the way in and whenever someone is about to rely on them.
import { type Digest, isDigest } from "../digest.ts";
import { isRacy, toFileStat } from "../file_stat.ts";
import { digestOfPlainFile, oddity } from "../plain_file.ts";
import { NotPlain } from "../system_error.ts";
import { type Folder, syncFile } from "./folder.ts";
import type { StatMemo } from "./stat_memo.ts";

/** What a claim says of one output. */
export interface ObjectRef {
  readonly digest: Digest;
  /** In bytes. */
  readonly size: number;
}

/** `good`: its bytes have its digest. `missing`: no such file. `wrong`: anything else. */
export type ObjectState = "good" | "missing" | "wrong";

/** The objects of one store. */
export interface Objects {
  path(digest: Digest): string;
  /** The path of an object that is there, as a plain file; throws NotPlain else. */
  input(digest: Digest): string;
  check(object: ObjectRef): Promise<ObjectState>;
  put(file: string): Promise<ObjectRef>;
  quarantine(digest: Digest): string;
  settle(): Promise<void>;
}

/** What the objects of a store need: its folder, a memo, paths for what is not whole, a clock in ms. */
export interface ObjectsOptions {
  readonly folder: Folder;
  readonly memo: () => StatMemo;
  readonly scratch: () => string;
  readonly clock: () => number;
}

/** The objects of `<folder>/objects`. */
export function openObjects(options: ObjectsOptions): Objects {
  return {
    path: (digest) => `${options.folder.path}/${nameOf(digest)}`,
    input: (digest) => plainPath(options.folder, nameOf(digest)),
    check: (object) => checkObject(options, object),
    put: (file) => putObject(options, file),
    quarantine: (digest) => quarantineObject(options, digest),
    settle: () => settleObjects(options),
  };
}

/** The name of an object within the store. Parsed digests only come here; this is the second lock. */
function nameOf(digest: Digest): string {
  if (!isDigest(digest)) throw new RangeError(`Cannot find an object under ${digest}: no digest`);
  return `objects/${digest.slice(0, 2)}/${digest}`;
}

function plainPath(folder: Folder, name: string): string {
  const [path, info] = [folder.at(name), folder.stat(name)];
  const odd = info === undefined ? "is gone" : oddity(info);
  if (odd !== undefined) throw new NotPlain(path, odd);
  return path;
}

async function checkObject(
  { folder, memo, clock }: ObjectsOptions,
  { digest, size }: ObjectRef,
): Promise<ObjectState> {
  const read = clock();
  const info = folder.stat(nameOf(digest));
  if (info === undefined) return "missing";
  if (info.size !== size || !info.isFile) return "wrong";
  const now = toFileStat(info, read);
  if (memo().vouchesFor(digest, now)) return "good";
  if (await digestOfPlainFile(folder.at(nameOf(digest))) !== digest) return "wrong";
  memo().set(digest, now);
  return "good";
}

async function putObject(options: ObjectsOptions, file: string): Promise<ObjectRef> {
  const own = ownFile(file, options.scratch);
  syncFile(own);
  Deno.chmodSync(own, 0o444);
  const digest = await digestOfPlainFile(own);
  if (digest === undefined) throw new NotPlain(own, "is gone");
  const object = { digest, size: Deno.lstatSync(own).size };
  await place(options, own, object);
  return object;
}

/** A file with other names, which may lie anywhere, is copied: neither its mode nor its bytes are ours alone. */
function ownFile(file: string, scratch: () => string): string {
  const info = Deno.lstatSync(file);
  const odd = oddity(info);
  if (odd !== undefined) throw new NotPlain(file, odd);
  if ((info.nlink ?? 1) === 1) return file;
  const copy = scratch();
  Deno.copyFileSync(file, copy);
  return copy;
}

/** Moves the file in, unless good bytes lie there already; wrong ones are put aside first. */
async function place(options: ObjectsOptions, file: string, object: ObjectRef): Promise<void> {
  const { folder, memo, clock } = options;
  const name = nameOf(object.digest);
  const state = await checkObject(options, object);
  if (state === "good") return Deno.removeSync(file);
  if (state === "wrong") quarantineObject(options, object.digest);
  folder.take(file, name);
  syncFile(folder.make(`objects/${object.digest.slice(0, 2)}`));
  const info = folder.stat(name);
  if (info !== undefined) memo().set(object.digest, toFileStat(info, clock()));
}

/** Moves wrong bytes to `quarantine/`, under a name of their own, and gives that path. */
function quarantineObject({ folder, memo }: ObjectsOptions, digest: Digest): string {
  const aside = folder.putAside(nameOf(digest));
  memo().delete(digest);
  return aside;
}

/** Reads again what was read too soon after its writing, so that the next run need not. */
async function settleObjects({ folder, memo, clock }: ObjectsOptions): Promise<void> {
  for (const digest of memo().racy()) {
    const read = clock();
    const info = folder.stat(nameOf(digest));
    const now = info?.isFile ? toFileStat(info, read) : undefined;
    if (now === undefined) memo().delete(digest);
    else if (!isRacy(now) && await digestOfPlainFile(folder.at(nameOf(digest))) === digest) {
      memo().set(digest, now);
    }
  }
}

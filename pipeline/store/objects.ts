// Objects: bytes under their SHA-256, verified on the way in and whenever someone is about to rely on them.
import { join } from "node:path";
import { type Digest, digestOfFile } from "../digest.ts";
import { isRacy, statOf } from "../file_stat.ts";
import type { StatMemo } from "./stat_memo.ts";
import { moveInto, syncFile } from "./write_whole.ts";

/** What a record says of one output. */
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
  check(object: ObjectRef, paranoid?: boolean): Promise<ObjectState>;
  put(file: string): Promise<ObjectRef>;
  quarantine(digest: Digest): string;
  settle(): Promise<void>;
}

/** What the objects of a store need: its folder, a memo and a clock in ms. */
export interface ObjectsOptions {
  readonly folder: string;
  readonly memo: () => StatMemo;
  readonly clock: () => number;
}

/** The objects of `<folder>/objects`. */
export function openObjects(options: ObjectsOptions): Objects {
  const path = (digest: Digest) => join(options.folder, "objects", digest.slice(0, 2), digest);
  const check = (object: ObjectRef, paranoid = false) =>
    checkObject(options, path, object, paranoid);
  return {
    path,
    check,
    put: (file) => putObject(options, path, file),
    quarantine: (digest) => quarantineObject(options, path(digest), digest),
    settle: () => settleObjects(options, path),
  };
}

type PathOf = (digest: Digest) => string;

async function checkObject(
  { memo, clock }: ObjectsOptions,
  pathOf: PathOf,
  object: ObjectRef,
  paranoid: boolean,
): Promise<ObjectState> {
  const path = pathOf(object.digest);
  const now = statOf(path, clock());
  if (now === undefined) return "missing";
  const [, , size] = now;
  if (size !== object.size || !Deno.lstatSync(path).isFile) return "wrong";
  if (!paranoid && memo().vouchesFor(object.digest, now)) return "good";
  if (await digestOfFile(path) !== object.digest) return "wrong";
  memo().set(object.digest, now);
  return "good";
}

async function putObject(
  options: ObjectsOptions,
  pathOf: PathOf,
  file: string,
): Promise<ObjectRef> {
  syncFile(file);
  Deno.chmodSync(file, 0o444);
  const digest = await digestOfFile(file);
  const object = { digest, size: Deno.lstatSync(file).size };
  await place(options, pathOf, file, object);
  return object;
}

/** Moves the file in, unless good bytes lie there already; wrong ones are put aside first. */
async function place(
  options: ObjectsOptions,
  pathOf: PathOf,
  file: string,
  object: ObjectRef,
): Promise<void> {
  const path = pathOf(object.digest);
  const state = await checkObject(options, pathOf, object, false);
  if (state === "good") return Deno.removeSync(file);
  if (state === "wrong") quarantineObject(options, path, object.digest);
  moveInto(file, path);
  const now = statOf(path, options.clock());
  if (now !== undefined) options.memo().set(object.digest, now);
}

/** Moves wrong bytes to `quarantine/`, under a name of their own, and gives that path. */
function quarantineObject(options: ObjectsOptions, path: string, digest: Digest): string {
  const folder = join(options.folder, "quarantine");
  Deno.mkdirSync(folder, { recursive: true });
  const aside = join(folder, `${digest}.${crypto.randomUUID().slice(0, 8)}`);
  Deno.renameSync(path, aside);
  options.memo().delete(digest);
  return aside;
}

/** Reads again what was read too soon after its writing, so that the next run need not. */
async function settleObjects({ memo, clock }: ObjectsOptions, pathOf: PathOf): Promise<void> {
  for (const digest of memo().racy()) {
    const path = pathOf(digest);
    const now = statOf(path, clock());
    if (now === undefined) memo().delete(digest);
    else if (!isRacy(now) && await digestOfFile(path) === digest) memo().set(digest, now);
  }
}

// The only file that touches a store's files: names within the folder in, plain files and real folders out.
//
// A store may be written by others. So no name leads out of it: a link in the way is refused, whoever
// reads, writes, renames or removes. The store's own folder may be a link; it is the user who named it.
import { basename, dirname, join, resolve } from "node:path";
import { readPlainFile } from "../plain_file.ts";
import { NotPlain, orIfAbsent } from "../system_error.ts";

/** The folder of a store. Names are relative and POSIX; what is not there is undefined or empty. */
export interface Folder {
  /** Absolute. */
  readonly path: string;
  /** The path of a name, after a look at the folders above it. Throws NotPlain where one is a link. */
  at(name: string): string;
  /** What lies there, links not followed. */
  stat(name: string): Deno.FileInfo | undefined;
  /** The bytes of a plain file. Throws NotPlain for anything else. */
  read(name: string): Uint8Array | undefined;
  /** The names in a folder, sorted. */
  names(name: string): string[];
  /** Makes a folder; gives its path. */
  make(name: string): string;
  /** Renames a file of this file system to a name, over a plain file; what else lies there is put aside. */
  take(from: string, name: string): void;
  /** Moves what lies under a name to `quarantine/`, whatever it is; gives its path there. */
  putAside(name: string): string;
  /** Removes a file, a link, or a folder with all that is in it. */
  remove(name: string): void;
}

/** The folder at a path, which need not exist; links on the way to it are the user's, and are followed once. */
export function openFolder(path: string): Folder {
  const root = realPath(resolve(path));
  const at = (name: string) => placeIn(root, name);
  const stat = (name: string) => orIfAbsent(() => Deno.lstatSync(at(name)), undefined);
  const make = (name: string) => makeFolder(root, name);
  const putAside = (name: string) => {
    const aside = join(make("quarantine"), `${baseOf(name)}.${crypto.randomUUID().slice(0, 8)}`);
    Deno.renameSync(at(name), aside);
    return aside;
  };
  return {
    path: root,
    at,
    stat,
    make,
    putAside,
    read: (name) => readPlainFile(at(name)),
    names: (name) => namesIn(at(name)),
    take(from, name) {
      make(dirname(name));
      if (stat(name)?.isFile === false) putAside(name);
      Deno.renameSync(from, at(name));
    },
    remove: (name) => orIfAbsent(() => Deno.removeSync(at(name), { recursive: true }), undefined),
  };
}

/** The names in a folder, sorted; none where there is no folder. */
export function namesIn(folder: string): string[] {
  return orIfAbsent(() => [...Deno.readDirSync(folder)].map(({ name }) => name).sort(), []);
}

/** Asks the system to bring a file, or the names in a folder, to the disk. */
export function syncFile(path: string): void {
  using file = Deno.openSync(path);
  file.syncSync();
}

/** One look at the real path tells of every link above the name. */
function placeIn(root: string, name: string): string {
  const path = join(root, name);
  if (path === root) return root;
  if (!path.startsWith(`${root}/`)) {
    throw new RangeError(`Cannot leave ${root} by the name ${name}`);
  }
  const above = dirname(path);
  // Where the folder is not there, nothing lies behind it; to make it is `makeFolder`'s, a step at a time.
  if (orIfAbsent(() => Deno.realPathSync(above), above) !== above) throw linkIn(above);
  return path;
}

/** A path without links, as far as there is something at it. */
function realPath(path: string): string {
  const real = orIfAbsent(() => Deno.realPathSync(path), undefined);
  return real ?? join(realPath(dirname(path)), basename(path));
}

function linkIn(folder: string): NotPlain {
  return new NotPlain(
    folder,
    "leads through a symbolic link, and none is followed inside a store: put a folder in its place",
  );
}

function makeFolder(root: string, name: string): string {
  let path = root;
  makeStep(root);
  for (const part of name.split("/").filter((part) => part !== "." && part !== "")) {
    path = join(path, part);
    makeStep(path);
  }
  return path;
}

function makeStep(path: string): void {
  const info = orIfAbsent(() => Deno.lstatSync(path), undefined);
  if (info === undefined) Deno.mkdirSync(path, { recursive: true });
  else if (info.isSymlink) throw linkIn(path);
  else if (!info.isDirectory) throw new NotPlain(path, "is not a folder");
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).slice(0, 100);
}

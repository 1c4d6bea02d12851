// Landlock: the process gives up, for itself and all that it becomes, every file that no rule names.
//
// https://docs.kernel.org/userspace-api/landlock.html; the rights are masked by what the kernel's ABI knows.
import { addressOf, cString, done, type Libc } from "./libc.ts";

/** Files, and folders with all that is in them, that can be opened by any means; there is nothing else. */
export interface Wall {
  readonly read: readonly string[];
  /** Read too. */
  readonly write: readonly string[];
  /** Programs, and the loader that starts them. */
  readonly execute: readonly string[];
  /** Read, written and controlled. */
  readonly devices: readonly string[];
}

/** The ABI of this kernel's Landlock; 0 where there is none, or where it is switched off. */
export function landlockAbi(libc: Libc): number {
  const version = 1n;
  return Math.max(0, Number(libc.syscall(create, 0n, 0n, version, 0n)));
}

// Of every architecture.
const [create, addRule, restrict] = [444n, 445n, 446n];

const right = {
  execute: 1n << 0n,
  write: 1n << 1n,
  read: 1n << 2n,
  list: 1n << 3n,
  removeFolder: 1n << 4n,
  removeFile: 1n << 5n,
  makeFolder: 1n << 7n,
  makeFile: 1n << 8n,
  move: 1n << 13n,
  truncate: 1n << 14n,
  control: 1n << 15n,
} as const;

const forFiles = right.execute | right.write | right.read | right.truncate | right.control;
const toRead = right.read | right.list;
// No link, socket, pipe or device can be made: none of them is a result.
const toWrite = toRead | right.write | right.truncate | right.makeFile | right.makeFolder |
  right.removeFile | right.removeFolder | right.move;

/** ABI → the first file right that it does not know. */
const unknownFrom: readonly bigint[] = [0n, 13n, 14n, 15n, 15n, 16n];

function fileRights(abi: number): bigint {
  return (1n << (unknownFrom[abi] ?? 16n)) - 1n;
}

/** TCP is refused from ABI 4 on; signals and abstract sockets to processes outside from ABI 6 on. */
function rulesetFor(abi: number): BigUint64Array<ArrayBuffer> {
  return new BigUint64Array([fileRights(abi), abi >= 4 ? 3n : 0n, abi >= 6 ? 3n : 0n]);
}

/** Shuts this thread in: it, and the program that it becomes, reach what the wall names and nothing else. */
export function raiseLandlock(libc: Libc, abi: number, wall: Wall): void {
  const attributes = rulesetFor(abi);
  const size = BigInt(attributes.byteLength);
  const ruleset = done(
    libc,
    "make a Landlock ruleset",
    libc.syscall(create, addressOf(attributes), size, 0n, 0n),
  );
  const allow = (paths: readonly string[], rights: bigint) => {
    for (const path of paths) addPath({ libc, ruleset, known: fileRights(abi) }, path, rights);
  };
  allow(wall.read, toRead);
  allow(wall.write, toWrite);
  allow(wall.execute, toRead | right.execute);
  allow(wall.devices, toRead | right.write | right.control);
  done(libc, "shut itself in by Landlock", libc.syscall(restrict, BigInt(ruleset), 0n, 0n, 0n));
  libc.close(ruleset);
}

interface Rules {
  readonly libc: Libc;
  readonly ruleset: number;
  /** Rights that this kernel knows. */
  readonly known: bigint;
}

const pathOnly = 0x200000;

/** What is not there cannot be allowed: systems differ in where their libraries lie. */
function addPath({ libc, ruleset, known }: Rules, path: string, rights: bigint): void {
  const opened = libc.open(cString(path), pathOnly);
  if (opened < 0) return;
  const beneath = new Uint8Array(12);
  const view = new DataView(beneath.buffer);
  view.setBigUint64(0, rights & known & (Deno.statSync(path).isDirectory ? known : forFiles), true);
  view.setInt32(8, opened, true);
  const added = libc.syscall(addRule, BigInt(ruleset), 1n, addressOf(beneath), 0n);
  done(libc, `allow ${path} by Landlock`, added);
  // A folder of /proc is only known for as long as somebody holds it: this one stays open.
  if (path !== "/proc/self") libc.close(opened);
}

// The program that becomes another: it shuts itself in, as no code that runs in it can undo, and starts the other
// in its own place. What that may is told by a first piece of its input; what follows is for the other.
import type { Kernel } from "./kernel.ts";
import { raiseLandlock, type Wall } from "./landlock.ts";
import { addressOf, cString, dieWithParent, done, type Libc, openLibc } from "./libc.ts";
import { raiseFilter } from "./seccomp.ts";

/** What to become, and behind what. */
export interface Launch {
  /** The process that starts it. */
  readonly parent: number;
  /** The program's path and its arguments. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly wall: Wall;
  readonly kernel: Kernel;
}

/** A launch as bytes: their number (u32, little-endian), then JSON. */
export function writeLaunch(launch: Launch): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(launch));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}

/** Not a byte more than the launch: what follows is for the other. */
function readLaunch(): Launch {
  const size = new DataView(read(4).buffer).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(read(size)));
}

function read(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let have = 0; have < size;) {
    const more = Deno.stdin.readSync(bytes.subarray(have));
    // Who started it is gone.
    if (more === null) Deno.exit(0);
    have += more;
  }
  return bytes;
}

function shutIn(launch: Launch): void {
  const { parent, wall, kernel } = launch;
  const libc = openLibc();
  dieWithParent(libc, parent);
  giveUpPrivileges(libc, kernel);
  if (kernel.landlock > 0) raiseLandlock(libc, kernel.landlock, wall);
  if (kernel.seccomp) raiseFilter(libc);
  become(libc, launch);
}

// From linux/prctl.h and linux/capability.h.
const [dropFromBounds, noNewPrivileges] = [24, 38];

/**
 * Root keeps one capability: to open files whatever their modes say, as a checkout in another user's home needs.
 * It goes too where Landlock cannot refuse to truncate a file (before ABI 3).
 */
function giveUpPrivileges(libc: Libc, { landlock }: Kernel): void {
  const overrideModes = 1;
  const kept = landlock >= 3 ? [overrideModes] : [];
  done(libc, "give up new privileges", libc.prctl(noNewPrivileges, 1n, 0n, 0n, 0n));
  for (let capability = 0; capability < 64; capability++) {
    // Refused for those that do not exist, and to ordinary users, who have none.
    if (!kept.includes(capability)) libc.prctl(dropFromBounds, BigInt(capability), 0n, 0n, 0n);
  }
  keepCapabilities(libc, kept.reduce((bits, capability) => bits | 1 << capability, 0));
}

function keepCapabilities(libc: Libc, kept: number): void {
  const thirdVersion = 0x20080522;
  const header = new Uint32Array([thirdVersion, 0]);
  // Effective, permitted and inheritable, of capabilities 0 to 31 and of the rest.
  const sets = new Uint32Array(6);
  done(libc, "ask for its capabilities", libc.capget(header, sets));
  const left = (sets[1] ?? 0) & kept;
  done(
    libc,
    "give up capabilities",
    libc.capset(header, new Uint32Array([left, left, 0, 0, 0, 0])),
  );
}

/** The environment is given anew, as Deno adds to its own. */
function become(libc: Libc, { command, environment }: Launch): void {
  const words = command.map(cString);
  const variables = Object.entries(environment).map(([name, value]) => cString(`${name}=${value}`));
  const list = (texts: readonly Uint8Array<ArrayBuffer>[]) =>
    new BigUint64Array([...texts.map(addressOf), 0n]);
  const started = libc.execve(cString(command[0] ?? ""), list(words), list(variables));
  done(libc, `start ${command[0]}`, started);
}

// At the end, as the constants above have to be there.
if (import.meta.main) shutIn(readLaunch());

// Seccomp: calls to the system that a worker has no use for are refused, whatever they are given.
//
// https://www.kernel.org/doc/Documentation/prctl/seccomp_filter.txt: a program of instructions
// { code: u16, jump if true: u8, jump if false: u8, operand: u32 } that reads what was called.
import { addressOf, done, errno, type Libc } from "./libc.ts";

type Arch = "x86_64" | "aarch64";

/** Call → its number on x86_64 and on aarch64; null where it does not exist. */
type Calls = Readonly<Record<string, readonly [x86_64: number | null, aarch64: number | null]>>;

/** Refused: they reach other processes, the network, the kernel's workings, or what may only be read. */
const refused: Calls = {
  // Network and sockets of the file system; pairs of sockets within the process remain.
  socket: [41, 198],
  connect: [42, 203],
  bind: [49, 200],
  // It could do what the other calls do, and a filter would not see it.
  "io_uring_setup": [425, 425],
  // Other processes: their memory, their files, their limits.
  ptrace: [101, 117],
  "process_vm_readv": [310, 270],
  "process_vm_writev": [311, 271],
  "process_madvise": [440, 440],
  "pidfd_open": [434, 434],
  "pidfd_getfd": [438, 438],
  "pidfd_send_signal": [424, 424],
  kcmp: [312, 272],
  tkill: [200, 130],
  "rt_sigqueueinfo": [129, 138],
  "rt_tgsigqueueinfo": [297, 240],
  // Modes, owners, times and attributes, which Landlock lets pass.
  chmod: [90, null],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  chown: [92, null],
  lchown: [94, null],
  fchown: [93, 55],
  fchownat: [260, 54],
  utime: [132, null],
  utimes: [235, null],
  futimesat: [261, null],
  utimensat: [280, 88],
  setxattr: [188, 5],
  lsetxattr: [189, 6],
  fsetxattr: [190, 7],
  setxattrat: [463, 463],
  removexattr: [197, 14],
  lremovexattr: [198, 15],
  fremovexattr: [199, 16],
  removexattrat: [466, 466],
  "file_setattr": [469, 469],
  // A kernel whose Landlock has no right for it would let it pass.
  truncate: [76, 45],
  // No process beside this one.
  fork: [57, null],
  vfork: [58, null],
  // The system.
  mount: [165, 40],
  umount2: [166, 39],
  "pivot_root": [155, 41],
  chroot: [161, 51],
  unshare: [272, 97],
  setns: [308, 268],
  bpf: [321, 280],
  "perf_event_open": [298, 241],
  userfaultfd: [323, 282],
  keyctl: [250, 219],
  "add_key": [248, 217],
  "request_key": [249, 218],
  "open_by_handle_at": [304, 265],
};

/** Allowed where the first argument is this process. */
const forItself: Calls = { kill: [62, 129], tgkill: [234, 131] };

/** Allowed where it makes a thread. Its successor cannot be judged: the C library takes this one where that is absent. */
const forThreads: Calls = { clone: [56, 220] };
const absent: Calls = { "clone3": [435, 435] };

/** Answered with success and not done: copying a file ends with it. */
const ignored: Calls = { fchmod: [91, 52] };

const architectures: Readonly<Record<Arch, { readonly column: 0 | 1; readonly audit: number }>> = {
  "x86_64": { column: 0, audit: 0xc000003e },
  aarch64: { column: 1, audit: 0xc00000b7 },
};

// From linux/prctl.h.
const [setSeccomp, filterMode] = [22, 2n];

/** Whether the kernel takes filters: with no filter it complains of the address, else of the request. */
export function takesFilters(libc: Libc): boolean {
  const badAddress = 14;
  return libc.prctl(setSeccomp, filterMode, 0n, 0n, 0n) < 0 && errno(libc) === badAddress;
}

/** Refuses the calls above from now on, for this thread and for the program that it becomes. */
export function raiseFilter(libc: Libc): void {
  const program = programFor(Deno.build.arch, Deno.pid);
  const description = new BigUint64Array([BigInt(program.length / 8), addressOf(program)]);
  const set = libc.prctl(setSeccomp, filterMode, addressOf(description), 0n, 0n);
  done(libc, "refuse calls to the system by seccomp", set);
}

const load = 0x20;
const [jumpIfEqual, jumpIfAtLeast, jumpIfAny] = [0x15, 0x35, 0x45];
const give = 0x06;
// Where the filter finds what was called.
const [numberAt, archAt, argumentAt] = [0, 4, 16];
const allow = 0x7fff0000;
const fail = (error: number) => 0x00050000 | error;
const refuse = fail(1);
const asThread = 0x10000;

type Instruction = readonly [code: number, yes: number, no: number, operand: number];

function programFor(arch: Arch, pid: number): Uint8Array<ArrayBuffer> {
  const { column, audit } = architectures[arch];
  const numbers = (calls: Calls) =>
    Object.values(calls).map((row) => row[column]).filter((n) => n !== null);
  return assembled([
    // Another architecture has other numbers, and so has x86's variant of 32 bits.
    ...[[load, 0, 0, archAt], [jumpIfEqual, 1, 0, audit], [give, 0, 0, refuse]] as const,
    ...[[load, 0, 0, numberAt], [jumpIfAtLeast, 0, 1, 0x40000000], [give, 0, 0, refuse]] as const,
    ...numbers(refused).flatMap((call) => answered(call, refuse)),
    ...numbers(ignored).flatMap((call) => answered(call, fail(0))),
    ...numbers(absent).flatMap((call) => answered(call, fail(38))),
    ...numbers(forItself).flatMap((call) => onlyIf(call, [jumpIfEqual, pid])),
    ...numbers(forThreads).flatMap((call) => onlyIf(call, [jumpIfAny, asThread])),
    [give, 0, 0, allow],
  ]);
}

function answered(call: number, answer: number): Instruction[] {
  return [[jumpIfEqual, 0, 1, call], [give, 0, 0, answer]];
}

/** Allowed where a test of the first argument holds. */
function onlyIf(call: number, [test, operand]: readonly [number, number]): Instruction[] {
  return [
    [jumpIfEqual, 0, 4, call],
    [load, 0, 0, argumentAt],
    [test, 1, 0, operand],
    [give, 0, 0, refuse],
    [give, 0, 0, allow],
  ];
}

function assembled(instructions: readonly Instruction[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(instructions.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [i, [code, yes, no, operand]] of instructions.entries()) {
    view.setUint16(8 * i, code, true);
    view.setUint8(8 * i + 2, yes);
    view.setUint8(8 * i + 3, no);
    view.setUint32(8 * i + 4, operand, true);
  }
  return bytes;
}

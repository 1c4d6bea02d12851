// A fake stage that tries what no worker may, by Deno and by the C library, and writes what came of each try.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Work {
  parameters: {
    /** A file of the user that no node declares. */
    secret: string;
    /** The process of the run, whose child this is. */
    run: number;
    /** An object of the store that is no input of this node. */
    object: string;
  };
  inputs: { text: string };
  output(file: string): string;
  partial: string;
}

/** What a try gave: a number as the C library gives it, or minus the error's; a text, or the error that Deno threw. */
type Tried = number | string;

type Attempt = (work: Work) => Tried | Promise<Tried>;

const number = "i32";
const word = "usize";

function libc() {
  return Deno.dlopen("libc.so.6", {
    open: { parameters: ["buffer", number, number], result: number },
    access: { parameters: ["buffer", number], result: number },
    read: { parameters: [number, "buffer", word], result: "i64" },
    truncate: { parameters: ["buffer", "i64"], result: number },
    unlink: { parameters: ["buffer"], result: number },
    rename: { parameters: ["buffer", "buffer"], result: number },
    link: { parameters: ["buffer", "buffer"], result: number },
    symlink: { parameters: ["buffer", "buffer"], result: number },
    chmod: { parameters: ["buffer", number], result: number },
    fchmod: { parameters: [number, number], result: number },
    chown: { parameters: ["buffer", number, number], result: number },
    utime: { parameters: ["buffer", word], result: number },
    futimens: { parameters: [number, word], result: number },
    setxattr: { parameters: ["buffer", "buffer", "buffer", word, number], result: number },
    mknod: { parameters: ["buffer", number, word], result: number },
    opendir: { parameters: ["buffer"], result: "pointer" },
    fork: { parameters: [], result: number },
    system: { parameters: ["buffer"], result: number },
    kill: { parameters: [number, number], result: number },
    ptrace: { parameters: ["i64", number, word, word], result: "i64" },
    socket: { parameters: [number, number, number], result: number },
    syscall: { parameters: ["i64", word, word, word, word], result: "i64" },
    __errno_location: { parameters: [], result: "pointer" },
  }).symbols;
}

type Libc = ReturnType<typeof libc>;

/** A file of the worker's own folder. */
const own = (work: Work, file: string) => join(dirname(work.output("tried.json")), file);
const c = (text: string) => new TextEncoder().encode(`${text}\0`);
const [readOnly, writeOnly, create] = [0, 1, 0o100];

/** Name → try. Those of the C library get it. */
const native: Record<string, (libc: Libc, work: Work) => number> = {
  "open its input": ({ open }, { inputs }) => open(c(inputs.text), readOnly, 0),
  "open its output to write": ({ open }, work) =>
    open(c(own(work, "own")), writeOnly | create, 0o644),
  "open a checkpoint to write": ({ open }, { partial }) =>
    open(c(join(partial, "own")), writeOnly | create, 0o644),
  "open a file of the user": ({ open }, { parameters }) => open(c(parameters.secret), readOnly, 0),
  "open it by way of its own folder in /proc": ({ open }, { parameters }) =>
    open(c(`/proc/self/root${parameters.secret}`), readOnly, 0),
  "list a folder of the user": ({ opendir }, { parameters }) =>
    opendir(c(dirname(parameters.secret))) === null ? -1 : 0,
  "see that a file of the user is there": ({ access }, { parameters }) =>
    access(c(parameters.secret), 0),
  "open another object": ({ open }, { parameters }) => open(c(parameters.object), readOnly, 0),
  "open its input to write": ({ open }, { inputs }) => open(c(inputs.text), writeOnly, 0),
  "truncate its input": ({ truncate }, { inputs }) => truncate(c(inputs.text), 0n),
  "truncate its input by opening it": ({ open }, { inputs }) => open(c(inputs.text), 0o1000, 0),
  "remove its input": ({ unlink }, { inputs }) => unlink(c(inputs.text)),
  "move its input": ({ rename }, work) => rename(c(work.inputs.text), c(own(work, "moved"))),
  "put a file over its input": ({ open, rename }, work) => {
    open(c(own(work, "over")), writeOnly | create, 0o644);
    return rename(c(own(work, "over")), c(work.inputs.text));
  },
  "link its input among its outputs": ({ link }, work) =>
    link(c(work.inputs.text), c(own(work, "linked"))),
  "make a file beside its input": ({ open }, { inputs }) =>
    open(c(join(dirname(inputs.text), "new")), writeOnly | create, 0o644),
  "make a file in /tmp": ({ open }) => open(c("/tmp/cairn-trespass"), writeOnly | create, 0o644),
  "make a file in Deno's cache": ({ open }) =>
    open(c(join(Deno.env.get("DENO_DIR") ?? "", "new")), writeOnly | create, 0o644),
  "make a file beside its code": ({ open }) =>
    open(c(fileURLToPath(new URL("./new.ts", import.meta.url))), writeOnly | create, 0o644),
  "change its input's mode": ({ chmod }, { inputs }) => chmod(c(inputs.text), 0o777),
  "change the mode of its open input": ({ open, fchmod }, { inputs }) =>
    fchmod(open(c(inputs.text), readOnly, 0), 0o777),
  "change its input's owner": ({ chown }, { inputs }) => chown(c(inputs.text), 1, 1),
  "change its input's times": ({ utime }, { inputs }) => utime(c(inputs.text), 0n),
  "change the times of its open input": ({ open, futimens }, { inputs }) =>
    futimens(open(c(inputs.text), readOnly, 0), 0n),
  "give its input an attribute": ({ setxattr }, { inputs }) =>
    setxattr(c(inputs.text), c("user.x"), c("x"), 1n, 0),
  "read the environment of its run": ({ open }, { parameters }) =>
    open(c(`/proc/${parameters.run}/environ`), readOnly, 0),
  "read the memory of its run": ({ open }, { parameters }) =>
    open(c(`/proc/${parameters.run}/mem`), readOnly, 0),
  "read the command of the first process": ({ open }) => open(c("/proc/1/cmdline"), readOnly, 0),
  "open a socket for TCP": ({ socket }) => socket(2, 1, 0),
  "open a socket for UDP": ({ socket }) => socket(2, 2, 0),
  "open a socket for IPv6": ({ socket }) => socket(10, 2, 0),
  "open a socket of the file system": ({ socket }) => socket(1, 1, 0),
  "open a socket to the kernel": ({ socket }) => socket(16, 3, 0),
  "open a socket for packets": ({ socket }) => socket(17, 3, 0),
  "set up io_uring": ({ syscall }) => Number(syscall(425n, 1n, 0n, 0n, 0n)),
  "start a shell": ({ system }) => system(c("true")) === 0 ? 0 : -1,
  "make a process": ({ fork }) => fork(),
  "signal its run": ({ kill }, { parameters }) => kill(parameters.run, 0),
  "signal its process group": ({ kill }) => kill(0, 0),
  "signal every process": ({ kill }) => kill(-1, 0),
  "signal itself": ({ kill }) => kill(Deno.pid, 0),
  "get hold of its run": ({ syscall }, { parameters }) =>
    Number(syscall(434n, BigInt(parameters.run), 0n, 0n, 0n)),
  "trace its run": ({ ptrace }, { parameters }) => Number(ptrace(0x4206n, parameters.run, 0n, 0n)),
  "read a device": ({ open }) => open(c("/dev/kmsg"), readOnly, 0),
  "read another terminal": ({ open }) => open(c("/dev/tty"), readOnly, 0),
  "make a device": ({ mknod }, work) => mknod(c(own(work, "device")), 0o20666, 0x103n),
  "make a pipe with a name": ({ mknod }, work) => mknod(c(own(work, "pipe")), 0o10666, 0n),
  "make a link among its outputs": ({ symlink }, work) =>
    symlink(c("/etc"), c(own(work, "symbolic"))),
  "leave its namespaces": ({ syscall }) =>
    Number(syscall(Deno.build.arch === "x86_64" ? 272n : 97n, 0x10000000n, 0n, 0n, 0n)),
};

const throughDeno: Record<string, Attempt> = {
  "read its input": ({ inputs }) => Deno.readTextFile(inputs.text),
  "read a file of the user": ({ parameters }) => Deno.readTextFile(parameters.secret),
  "read another object": ({ parameters }) => Deno.readTextFile(parameters.object),
  "read a file beside its code": () =>
    Deno.readTextFile(new URL("./neighbour.json", import.meta.url)),
  "connect": async () => String(await Deno.connect({ port: 80, hostname: "127.0.0.1" })),
  "fetch": async () => (await fetch("http://127.0.0.1:80/")).status,
  "run a program": async () => (await new Deno.Command(Deno.execPath()).output()).code,
  "see a secret": () => Deno.env.get("CAIRN_SECRET") ?? "",
};

export const trespass = {
  name: "trespass",
  module: import.meta.url,
  environment: "strict",
  outputs: ["tried.json"],
  async run(work: Work) {
    const tried: Record<string, Tried> = {};
    const library = libc();
    for (const [name, attempt] of Object.entries(native)) {
      const given = attempt(library, work);
      tried[name] = given < 0 ? -errno(library) : given;
    }
    for (const [name, attempt] of Object.entries(throughDeno)) {
      tried[name] = await told(attempt, work);
    }
    tried["its environment"] = textOf(library, "/proc/self/environ");
    tried["its privileges"] = textOf(library, "/proc/self/status");
    for (const name of ["own", "over"]) Deno.removeSync(own(work, name));
    await Deno.writeTextFile(work.output("tried.json"), JSON.stringify(tried));
  },
};

function errno(library: Libc): number {
  const place = library.__errno_location();
  return place === null ? 0 : new Deno.UnsafePointerView(place).getInt32();
}

async function told(attempt: Attempt, work: Work): Promise<Tried> {
  try {
    return await attempt(work);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** A file as the C library reads it. */
function textOf({ open, read }: Libc, path: string): string {
  const bytes = new Uint8Array(1 << 16);
  const size = Number(read(open(c(path), readOnly, 0), bytes, BigInt(bytes.length)));
  return new TextDecoder().decode(bytes.subarray(0, Math.max(0, size)));
}

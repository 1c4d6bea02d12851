// What a worker may, said three times: to Deno by folders, to the kernel by files, and as variables.
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Job } from "./job.ts";
import type { Kernel } from "./kernel.ts";
import type { Wall } from "./landlock.ts";

/** What stages of a class need beside inputs and code: their engine's libraries, say. */
export interface Needs {
  /** Files and folders to read: paths from the project's root, or absolute ones. */
  readonly read?: readonly string[];
  readonly devices?: readonly string[];
  /** Names of variables that are passed on; none that may hold a secret. */
  readonly variables?: readonly string[];
}

/** Where a worker stands, beside its job. */
export interface Surroundings {
  /** The project's root. */
  readonly root: string;
  /** The folder whose deno.json gives the import map: the root, or an engine's. */
  readonly configuration: string;
  /** Every file of the stage's code. */
  readonly code: readonly string[];
  /** The folder of the store's objects. */
  readonly objects: string;
  readonly needs: Needs;
  readonly kernel: Kernel;
}

const here = dirname(fileURLToPath(import.meta.url));

/** The program of a worker, and the module that it imports itself. */
export const program = join(here, "worker.ts");
const programFiles = [program, join(here, "job.ts")];

// Loaders of native packages look into it by Deno, to know the C library.
const libcTool = "/usr/bin/ldd";
// What strace shows of workers. Libraries are whole folders: native packages name their own, and these more.
const system = [
  ...["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store"],
  ...["/etc/ld.so.cache", "/dev/urandom", libcTool],
  // Of /proc its own folder: root could read the environment of any process in another's.
  ...["self", "cpuinfo", "meminfo", "stat", "filesystems", "sys"].map((name) => `/proc/${name}`),
  ...["/sys/devices/system", "/sys/fs/cgroup"],
];
const loaders = [
  ...["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"],
  ...["/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"],
];

/** What the kernel lets a worker open: of the objects its inputs, of the project its stage's own code. */
export function wallOf(job: Job, { root, configuration, code, needs }: Surroundings): Wall {
  const inProject = (path: string) => resolve(root, path);
  const settings = [root, configuration].flatMap((folder) =>
    ["deno.json", "deno.lock", "package.json"].map((name) => join(folder, name))
  );
  return {
    read: [
      ...[...system, ...libraryFolders(), denoFolder(), ...programFiles, ...settings, ...code],
      ...[...(needs.read ?? []).map(inProject), ...Object.values(job.inputs)],
    ],
    write: [job.scratch, job.partial, "/dev/null"],
    execute: [Deno.execPath(), ...loaders],
    devices: needs.devices ?? [],
  };
}

// Of files there Deno lets a process open all or none, whatever folders it allows: /dev/shm is a store's
// good place all the same, with the kernel's wall alone.
const systemFolder = /^\/(dev|proc|sys)\//;

/** What Deno lets a worker do; it names what it refuses. */
export function permissions(job: Job, around: Surroundings): string[] {
  if (systemFolder.test(job.scratch)) return ["--allow-all"];
  const { root, code, objects, needs } = around;
  const rooms = code.map((path) => join(root, relative(root, path).split("/")[0] ?? ""));
  const needed = (needs.read ?? []).map((path) => resolve(root, path));
  const read = [denoFolder(), libcTool, objects, job.partial, ...new Set(rooms), ...needed];
  const seen = (path: string) => relative(job.scratch, path);
  return [
    `--allow-read=.,${read.map(seen).map(withoutComma).join(",")}`,
    `--allow-write=.,${seen(job.partial)}`,
    `--allow-env=${
      [...Object.keys(environmentOf(job, around)), ...needs.variables ?? []].join(",")
    }`,
    // To others, a variable looks as if it were not set.
    "--ignore-env",
    "--allow-ffi",
  ];
}

/** A path for a list of Deno's, which a comma would split: the folder above it is named where it has one. */
export function withoutComma(path: string): string {
  const [before = "", ...after] = path.split(",");
  return after.length === 0 ? path : dirname(`${before}x`);
}

/** The whole environment of a worker: nothing is passed on that is not named here. */
export function environmentOf(job: Job, { needs }: Surroundings): Record<string, string> {
  return {
    ...bareEnvironment(needs.variables),
    TMPDIR: job.scratch,
    OMP_NUM_THREADS: String(job.threads),
    RAYON_NUM_THREADS: String(job.threads),
  };
}

/** What any process of ours is passed that reads what others made: nothing that could be a secret. */
export function bareEnvironment(variables: readonly string[] = []): Record<string, string> {
  const passed = [librariesVariable, ...variables]
    .map((name) => [name, Deno.env.get(name)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(passed),
    ...npmRegistry(),
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
    TZ: "UTC",
    // A folder that is not there, so that no settings of the user are read.
    HOME: "/nonexistent",
    DENO_DIR: denoFolder(),
  };
}

const librariesVariable = "LD_LIBRARY_PATH";

function libraryFolders(): string[] {
  return (Deno.env.get(librariesVariable) ?? "").split(":").filter(isAbsolute);
}

/** Deno keeps packages by the registry that they came from. A password in its address is not for workers. */
function npmRegistry(): Record<string, string> {
  const name = "NPM_CONFIG_REGISTRY";
  const address = URL.parse(Deno.env.get(name) ?? "");
  if (address === null) return {};
  return { [name]: `${address.origin}${address.pathname}` };
}

/** Deno's cache: packages, and our modules as JavaScript. */
function denoFolder(): string {
  const own = Deno.env.get("DENO_DIR");
  if (own) return resolve(own);
  return join(Deno.env.get("XDG_CACHE_HOME") || join(homedir(), ".cache"), "deno");
}

// What a process that is shut in may, said three times: to Deno by folders, to the kernel by files, and as variables.
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { failure, type Result, success } from "../result.ts";
import { type Kernel, thisKernel } from "./kernel.ts";
import type { Wall } from "./landlock.ts";

/** What stages of a class need beside inputs and code: their engine's libraries, say. */
export interface Needs {
  /** Files and folders to read: paths from the project's root, or absolute ones. */
  readonly read?: readonly string[];
  readonly devices?: readonly string[];
  /** Names of variables that are passed on; none that may hold a secret. */
  readonly variables?: readonly string[];
}

/** A process that is shut in: what it runs, and all that it may. */
export interface Confined {
  /** Path of its module. */
  readonly program: string;
  /** Where it stands. */
  readonly folder: string;
  /** The project's root. */
  readonly root: string;
  /** The folder whose deno.json gives the import map: the root, or an engine's. */
  readonly configuration: string;
  /** Files and folders of the project's rooms that hold its code. */
  readonly code: readonly string[];
  readonly needs: Needs;
  /** Files and folders that it reads beside; `lieIn` says it to Deno, by few folders. */
  readonly read: readonly string[];
  readonly lieIn: readonly string[];
  /** Folders that it reads and writes. */
  readonly write: readonly string[];
  /** Told to it beside the bare environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly kernel: Kernel;
}

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

/** What the kernel lets it open. */
export function wallOf({ root, configuration, code, needs, read, write }: Confined): Wall {
  const inProject = (path: string) => resolve(root, path);
  const settings = [root, configuration].flatMap((folder) =>
    ["deno.json", "deno.lock", "package.json"].map((name) => join(folder, name))
  );
  return {
    read: [
      ...[...system, ...libraryFolders(), denoFolder(), ...settings, ...code],
      ...[...(needs.read ?? []).map(inProject), ...read],
    ],
    write: [...write, "/dev/null"],
    execute: [Deno.execPath(), ...loaders],
    devices: needs.devices ?? [],
  };
}

// Of files there Deno lets a process open all or none, whatever folders it allows: /dev/shm is a store's
// good place all the same, with the kernel's wall alone.
const systemFolder = /^\/(dev|proc|sys)(\/|$)/;

/** Errors: `no-wall` where Deno cannot hold a process that uses these folders, and the kernel cannot either. */
export function held(
  folders: readonly string[],
  { landlock }: Kernel = thisKernel(),
): Result<readonly string[]> {
  const folder = folders.find((path) => systemFolder.test(path));
  if (landlock > 0 || folder === undefined) return success(folders);
  return failure(
    "no-wall",
    `Cannot shut in a process that uses ${folder}, as Deno allows all or nothing there ` +
      "and this kernel has no Landlock: name a folder outside /dev, /proc and /sys",
  );
}

/** What Deno lets it do; it names what it refuses. */
export function permissions(confined: Confined): string[] {
  const { folder, root, code, needs, lieIn, write, kernel } = confined;
  const own = [...lieIn, ...write];
  if (own.some((path) => systemFolder.test(path)) && kernel.landlock > 0) return ["--allow-all"];
  const rooms = code.map((path) => join(root, relative(root, path).split("/")[0] ?? ""));
  const needed = (needs.read ?? []).map((path) => resolve(root, path));
  const list = (paths: readonly string[]) =>
    paths.map((path) => withoutComma(relative(folder, path) || ".")).join(",");
  const variables = [...Object.keys(environmentOf(confined)), ...needs.variables ?? []];
  return [
    `--allow-read=${list([denoFolder(), libcTool, ...own, ...new Set(rooms), ...needed])}`,
    ...(write.length === 0 ? [] : [`--allow-write=${list(write)}`]),
    `--allow-env=${variables.join(",")}`,
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

/** Its whole environment. */
export function environmentOf({ needs, variables }: Confined): Record<string, string> {
  return { ...bareEnvironment(needs.variables), ...variables };
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

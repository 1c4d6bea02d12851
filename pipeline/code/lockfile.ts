// deno.lock as a source of identity: the integrity of a package, and of all that it pulls in.
import { orIfAbsent } from "../system_error.ts";
import { CodeFault } from "./code_fault.ts";
import type { NpmRequest } from "./import_map.ts";

/** The parts of deno.lock (version 5) that are read here. */
export interface Lockfile {
  /** `npm:zod@4.6.7` → `4.6.7`. */
  readonly specifiers?: Readonly<Record<string, string>>;
  /** `zod@4.6.7` → its entry. */
  readonly npm?: Readonly<Record<string, LockedPackage>>;
}

/** One locked package. */
export interface LockedPackage {
  readonly integrity?: string;
  readonly tarball?: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
  readonly optionalPeers?: readonly string[];
}

/** The deno.lock in a folder; empty where there is none. */
export function readLockfile(folder: string): Lockfile {
  return JSON.parse(orIfAbsent(() => Deno.readTextFileSync(`${folder}/deno.lock`), "{}"));
}

/**
 * `name@version` → integrity, for the requests and all that they depend on.
 *
 * @throws {CodeFault} for a package that the lockfile does not pin: its code would have no identity.
 */
export function lockedPackages(
  lock: Lockfile,
  requests: readonly NpmRequest[],
): Record<string, string> {
  const found = new Map<string, string>();
  const rest = requests.map((request) => requestedId(lock, request));
  for (let id = rest.pop(); id !== undefined; id = rest.pop()) {
    if (found.has(id)) continue;
    const entry = entryOf(lock, id);
    found.set(id, entry.integrity ?? entry.tarball ?? "");
    rest.push(...dependenciesOf(entry).flatMap((name) => dependencyId(lock, name)));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a < b ? -1 : 1));
}

function requestedId(lock: Lockfile, { name, range }: NpmRequest): string {
  const specifier = range === "" ? `npm:${name}` : `npm:${name}@${range}`;
  const version = lock.specifiers?.[specifier] ?? lock.specifiers?.[`${specifier}@*`];
  if (version === undefined) throw new CodeFault(`Cannot find ${specifier} in deno.lock`);
  return `${name}@${version}`;
}

function entryOf(lock: Lockfile, id: string): LockedPackage {
  const entry = lock.npm?.[id];
  if (entry === undefined) throw new CodeFault(`Cannot find the package ${id} in deno.lock`);
  return entry;
}

function dependenciesOf(entry: LockedPackage): string[] {
  return [
    ...entry.dependencies ?? [],
    ...entry.optionalDependencies ?? [],
    ...entry.optionalPeers ?? [],
  ];
}

/** The lock writes `zod` where it has one version of it, `zod@4.6.7` else, and `a@npm:b@1` for an alias. */
function dependencyId(lock: Lockfile, dependency: string): string[] {
  const name = dependency.replace(/^.+@npm:/, "");
  if (lock.npm?.[name] !== undefined) return [name];
  // Optional packages for other systems may be absent; a required one that is absent is a broken lock,
  // which Deno itself refuses.
  return Object.keys(lock.npm ?? {}).filter((id) => id.startsWith(`${name}@`));
}

// Remembers the code of stages for as long as no file that went into it has changed, in the store's memo.
import { join, resolve } from "node:path";
import type { CodeIdentity } from "../code_identity.ts";
import { type Digest, digestOf } from "../digest.ts";
import { type FileStat, statOf, vouches } from "../file_stat.ts";
import { rootConfiguration } from "./import_map.ts";

const schema = "cairn.code/1";

/** The memo's file. All paths are from the root, so that it says nothing of the machine. */
export interface CodeMemo {
  readonly schema: typeof schema;
  /** Every file that was read, deno.json and deno.lock among them → its stat and digest; null for none. */
  readonly files: Readonly<Files>;
  /** Module → its code. */
  readonly stages: Readonly<Record<string, CodeIdentity>>;
}

/** Path from the root → stat and digest of a file; null where there is none. */
export type Files = Record<string, readonly [FileStat, Digest] | null>;

/** Stats and digests of files, as of now. Paths are from the root. */
export function takeFiles(paths: readonly string[], root: string): Files {
  return Object.fromEntries(paths.map((path) => [path, takeFile(resolve(root, path))]));
}

/** A memo of what was just computed from `files`. */
export function makeMemo(
  files: Readonly<Files>,
  stages: Readonly<Record<string, CodeIdentity>>,
): CodeMemo {
  return { schema, files, stages };
}

/** Where a store keeps its memo for a configuration, within its folder. */
export function memoPath(configuration: string): string {
  if (configuration === rootConfiguration) return join("memo", "code.json");
  return join("memo", `code-${configuration.replaceAll("/", "-")}.json`);
}

/** The memo of a store for a configuration, or undefined where there is none to read. */
export function readMemo(store: string, configuration: string): CodeMemo | undefined {
  try {
    const memo = JSON.parse(Deno.readTextFileSync(join(store, memoPath(configuration))));
    return memo?.schema === schema ? memo : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * The memo with its stats brought up to date, or undefined if a file has changed. Where a stat does
 * not vouch (a fresh checkout, an edit just now), the bytes are compared.
 */
export function stillTrue(memo: CodeMemo, root: string): CodeMemo | undefined {
  let same = true;
  const files: Files = {};
  for (const [path, known] of Object.entries(memo.files)) {
    files[path] = unchanged(resolve(root, path), known);
    if ((files[path] ?? [])[1] !== (known ?? [])[1]) same = false;
    if (!same) return undefined;
  }
  return { ...memo, files };
}

function unchanged(
  path: string,
  known: readonly [FileStat, Digest] | null,
): readonly [FileStat, Digest] | null {
  const now = statOf(path, Date.now());
  if (known !== null && now !== undefined && vouches(known[0], now)) return known;
  return takeFile(path);
}

function takeFile(path: string): readonly [FileStat, Digest] | null {
  const stat = statOf(path, Date.now());
  return stat === undefined ? null : [stat, digestOf(Deno.readFileSync(path))];
}

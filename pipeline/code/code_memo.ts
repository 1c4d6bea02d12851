// Remembers the code of stages for as long as no file that went into it has changed, in the store's memo.
import { resolve } from "node:path";
import { z } from "zod";
import { type CodeIdentity, codeIdentity } from "../code_identity.ts";
import { type Digest, digestOf } from "../digest.ts";
import { type FileStat, fileStat, statOf, vouches } from "../file_stat.ts";
import { digest, table, text } from "../store/parse.ts";
import { rootConfiguration } from "./import_map.ts";

const schema = "cairn.code/2";

/** The memo's file. All paths are from the root, so that it says nothing of the machine. */
export interface CodeMemo {
  readonly schema: typeof schema;
  /** Every file that was read, deno.json and deno.lock among them → its stat and digest; null for none. */
  readonly files: Readonly<Files>;
  /** Module → its code. */
  readonly stages: Readonly<Record<string, CodeIdentity>>;
}

/** A memo that was remembered. */
export const codeMemo: z.ZodType<CodeMemo> = z.strictObject({
  schema: z.literal(schema),
  files: table(text(4000), z.tuple([fileStat, digest]).nullable()),
  stages: table(text(4000), codeIdentity),
});

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

/** Under which name a store remembers the memo of a configuration. */
export function memoName(configuration: string): string {
  if (configuration === rootConfiguration) return "memo/code";
  return `memo/code-${configuration.replaceAll("/", "-")}`;
}

/**
 * The memo with its stats brought up to date, or undefined if a file has changed. Where a stat does
 * not vouch (a fresh checkout, an edit just now), the bytes are compared.
 */
export function stillTrue(memo: CodeMemo, root: string): CodeMemo | undefined {
  const files: Files = {};
  for (const [path, known] of Object.entries(memo.files)) {
    const now = upToDate(resolve(root, path), known);
    if (now?.[1] !== known?.[1]) return undefined;
    files[path] = now;
  }
  return { ...memo, files };
}

/** What is known of a file where its stat vouches for it, and else what is found now. */
function upToDate(
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

// By what a stage's code is known: its bundle and its packages; and, for people, the files behind the bundle.
import { z } from "zod";
import { canonicalJson } from "./canonical_json.ts";
import { type Digest, digestOf } from "./digest.ts";
import type { CodeDigests } from "./fingerprint.ts";
import { digest, table, text } from "./store/parse.ts";

/** The code of one stage. */
export interface CodeIdentity {
  /** Of the tree-shaken bundle without comments, types and layout. */
  readonly bundle: Digest;
  /** `name@version` → the lockfile's integrity, of every npm package reached, theirs included. */
  readonly packages: Readonly<Record<string, string>>;
  /** Path from the root → digest of the file without comments, types and layout. Not in the key: for `why`. */
  readonly files: Readonly<Record<string, Digest>>;
}

const path = text(4000);

/** A code identity that was remembered. */
export const codeIdentity: z.ZodType<CodeIdentity> = z.strictObject({
  bundle: digest,
  packages: table(path, path),
  files: table(path, digest),
});

/** What of a code identity enters a key. */
export function codeDigests(identity: CodeIdentity): CodeDigests {
  return { bundle: identity.bundle, packages: digestOf(canonicalJson(identity.packages)) };
}

// The address of bytes: SHA-256, as 64 hexadecimal digits.
import { createHash } from "node:crypto";

declare const brand: unique symbol;

/** The SHA-256 of some bytes, in lower-case hexadecimal. */
export type Digest = string & { readonly [brand]: "digest" };

/** The SHA-256 of an action's preimage; a key is no digest of an object, so the two do not mix. */
export type Key = string & { readonly [brand]: "key" };

/** The digest of bytes, or of a text's UTF-8. node:crypto, since it uses the CPU's SHA instructions. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return createHash("sha256").update(bytes).digest("hex") as Digest;
}

/** Whether a text has the form of a digest. */
export function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{64}$/.test(text);
}

// Splits by digest: which part an example belongs to depends on its content and on nothing else.
import { createHash } from "node:crypto";
import { failure, type Part, type Result } from "./dataset.ts";

/** Numbers of examples (or shares of them) for each part. */
export type Sizes = Readonly<Record<Part, number>>;

/** SHA-256 of bytes or UTF-8 text, hexadecimal. */
export function digestOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** An example under the digest of its content. */
export interface Digested<T> {
  readonly digest: string;
  readonly value: T;
}

/**
 * Examples in the order of their digests; of equal contents only the first is kept. The result does
 * not depend on the order given, except in which of two equal contents stays.
 */
export function orderByDigest<T>(
  values: Iterable<T>,
  content: (value: T) => Uint8Array | string,
): Digested<T>[] {
  const seen = new Map<string, T>();
  for (const value of values) {
    const digest = digestOf(content(value));
    if (!seen.has(digest)) seen.set(digest, value);
  }
  return inDigestOrder([...seen].map(([digest, value]) => ({ digest, value })));
}

/** A copy in the order of digests: what mixes the classes of a split without a seed. */
export function inDigestOrder<T>(examples: readonly Digested<T>[]): Digested<T>[] {
  return examples.toSorted((a, b) => (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0));
}

/**
 * Cuts an ordered list into test, validation and train, in this order, so that another size of train
 * never moves an example into or out of the test part. Failure: `not-enough-examples`.
 */
export function cut<T>(
  ordered: readonly T[],
  sizes: Sizes,
  what: string,
): Result<Record<Part, T[]>> {
  const { train, validation, test } = sizes;
  const wanted = train + validation + test;
  if (wanted > ordered.length) {
    return failure("not-enough-examples", `Cannot take ${wanted} of ${ordered.length} ${what}`);
  }
  const held = test + validation;
  const value = {
    test: ordered.slice(0, test),
    validation: ordered.slice(test, held),
    train: ordered.slice(held, wanted),
  };
  return { ok: true, value };
}

/** The part of a key, given the shares of test and validation: a pure function of the key. */
export function partOf(key: string, shares: { test: number; validation: number }): Part {
  const position = Number.parseInt(digestOf(key).slice(0, 12), 16) / 2 ** 48;
  if (position < shares.test) return "test";
  return position < shares.test + shares.validation ? "validation" : "train";
}

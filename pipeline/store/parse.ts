// The one parser of what is read from a store. Whoever wrote it may be hostile: what is not exactly right is nothing.
import { z } from "zod";
import { canonicalJson, type Json } from "../canonical_json.ts";
import { type Digest, isDigest, type Key } from "../digest.ts";

/**
 * The value of a canonical JSON text, if it has the schema; undefined for anything else. Canonical
 * leaves no room for names given twice, numbers beyond double, deep nesting or `__proto__`.
 */
export function parseStored<T>(text: string, schema: z.ZodType<T>): T | undefined {
  const value = canonicalValue(text);
  return value === undefined ? undefined : schema.safeParse(value).data;
}

/** UTF-8 as text; undefined for bytes that are none. A byte order mark stays, and is no JSON. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function canonicalValue(text: string): Json | undefined {
  try {
    const value = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch (error) {
    // Not JSON; or nothing that has a canonical text.
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** 64 hexadecimal digits. */
export const digest: z.ZodType<Digest> = z.custom<Digest>(isDigestLike);
/** The same, of an action. */
export const key: z.ZodType<Key> = z.custom<Key>(isDigestLike);
/** A count or a number of bytes: a safe integer, not negative. */
export const size: z.ZodType<number> = z.int().nonnegative();
/** Any JSON: `parseStored` knows that it is. */
export const json: z.ZodType<Json> = z.custom<Json>(() => true);

/** A text for people, of at most so many UTF-16 units: no control character reaches a terminal. */
export function text(most: number): z.ZodType<string> {
  return z.string().max(most).refine(isSayable);
}

/** A text of anybody as it may go to a terminal: what would move the cursor is written out. */
export function sayable(value: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return value.toWellFormed().replace(control, escaped);
}

function isSayable(value: string): boolean {
  return !hasControl(value) && value.isWellFormed();
}

function isDigestLike(value: unknown): boolean {
  return typeof value === "string" && isDigest(value);
}

/** A table of at most so many members, counted before they are looked at. */
export function table<T>(names: z.ZodType<string>, values: z.ZodType<T>, most = 1_000_000) {
  return z.custom<Record<string, unknown>>((value) => countOf(value) <= most)
    .pipe(z.record(names as z.ZodType<string, string>, values));
}

function countOf(value: unknown): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

const mostPartBytes = 200;
const mostNameBytes = 1000;

const mostParts = 8;

/**
 * Whether a text may name an output file, and so a result: relative and POSIX, short enough for every
 * file system, of parts that no system and no shell takes for more than a name.
 */
export function isFileName(name: string): boolean {
  const parts = name.split("/");
  return parts.length <= mostParts && bytesOf(name) <= mostNameBytes &&
    parts.every((part) => /^\w/.test(part) && isSegment(part));
}

/** Whether a text may name an input: it is no path, and only has to be sayable. */
export function isInput(name: string): boolean {
  return name !== "__proto__" && name.length <= mostNameBytes && isSayable(name);
}

/** Whether a text may name one folder or file of the store: a stage, a study, a part of a node's name. */
export function isSegment(name: string): boolean {
  return /^[\w.:=+,@~-]+$/.test(name) && isPart(name);
}

function isPart(part: string): boolean {
  return !["", ".", "..", "__proto__"].includes(part) && bytesOf(part) <= mostPartBytes;
}

function bytesOf(name: string): number {
  return new TextEncoder().encode(name).length;
}

// C0, DEL and C1, the line separators, and what turns the direction of writing.
const control =
  // deno-lint-ignore no-control-regex -- control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function hasControl(value: string): boolean {
  return value.search(control) >= 0;
}

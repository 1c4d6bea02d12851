// The identity of a computation: one walk over an action feeds both the hash and the text that `why` prints.
import { canonicalJson, type Json, sortedEntries } from "./canonical_json.ts";
import { type Digest, digestOf, type Key } from "./digest.ts";

/** Moves whenever the meaning of a key changes: then every key of every store is new. */
export const actionSchema = 1;

/** The two digests by which code enters a key; what they are made of is a `CodeIdentity`. */
export interface CodeDigests {
  /** Of the stage's bundle: comments, types, layout and unused code are not in it. */
  readonly bundle: Digest;
  /** Of the npm packages that the bundle imports, and theirs, each with its integrity. */
  readonly packages: Digest;
}

/** A frozen description of one computation. Every field is identity, and nothing else is. */
export interface Action {
  /** The verb: two stages in one module share a bundle, and still differ. */
  readonly stage: string;
  readonly parameters: Json;
  /** Of the *content* of each input file, so that a rerun with equal bytes stops there. */
  readonly inputs: Readonly<Record<string, Digest>>;
  readonly code: CodeDigests;
  /** Empty for `pure` stages; for others, what of the machine can change their bytes. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The type of an entry; `object` and `array` open a container, and their value is its length. */
export type EntryType = "object" | "array" | "string" | "number" | "boolean" | "null";

/** Hears one entry of the walk. The value is JSON text, so it holds no line break. */
export type Listener = (field: string, type: EntryType, value: string) => void;

/** Visits every field of an action, schema version first, names sorted. */
export function walkAction(action: Action, listen: Listener): void {
  walkValue("schema", actionSchema, listen);
  walkValue("stage", action.stage, listen);
  walkValue("parameters", action.parameters, listen);
  walkValue("inputs", action.inputs, listen);
  walkValue("code.bundle", action.code.bundle, listen);
  walkValue("code.packages", action.code.packages, listen);
  walkValue("environment", action.environment, listen);
}

/** The key of an action: SHA-256 of its entries, each typed and length-prefixed. */
export function keyOf(action: Action): Key {
  const parts: string[] = [];
  walkAction(action, (field, type, value) => parts.push(framed(field), type, framed(value)));
  return digestOf(parts.join("")) as string as Key;
}

/** The same entries for people: one line each, fit for a line diff. */
export function preimage(action: Action): string {
  const lines: string[] = [];
  walkAction(action, (field, type, value) => lines.push(`${field} (${type}) ${value}`));
  return lines.join("\n") + "\n";
}

function walkValue(field: string, value: Json, listen: Listener): void {
  if (Array.isArray(value)) return walkArray(field, value, listen);
  if (value === null) return listen(field, "null", "null");
  if (typeof value === "object") {
    return walkObject(field, value as Readonly<Record<string, Json>>, listen);
  }
  // Not JSON.stringify, which would let NaN pass for null.
  listen(field, typeof value as EntryType, canonicalJson(value));
}

function walkArray(field: string, value: readonly Json[], listen: Listener): void {
  listen(field, "array", String(value.length));
  value.forEach((member, i) => walkValue(`${field}[${i}]`, member, listen));
}

function walkObject(
  field: string,
  value: Readonly<Record<string, Json>>,
  listen: Listener,
): void {
  const entries = sortedEntries(value);
  listen(field, "object", String(entries.length));
  for (const [name, member] of entries) walkValue(field + step(name), member, listen);
}

/** `.name`, or `["any text"]`: no two different paths read the same. */
function step(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

// Lengths are in UTF-16 units. Fields and values are well-formed (JSON.stringify escapes lone
// surrogates), so the UTF-8 that is hashed is in bijection with the text.
function framed(text: string): string {
  return `${text.length}:${text}`;
}

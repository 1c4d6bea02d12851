// One text for each JSON value: names sorted, no blanks, and nothing that two readers could take differently.

/** What JSON can say; numbers are finite and not -0 wherever a key is made of them. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/**
 * The canonical text of a value: members sorted by UTF-16 code unit, no white space, numbers in
 * ECMAScript's shortest form.
 *
 * @throws {TypeError} for what JSON cannot carry faithfully: NaN, Infinity, -0, undefined, functions, class instances;
 * for the name `__proto__`, which readers take differently; for more than 100 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(asJson(value, "value"));
}

/**
 * The same value, known to be JSON.
 *
 * @throws {TypeError} as {@linkcode canonicalJson}, naming the place.
 */
export function asJson(value: unknown, place: string): Json {
  check(value, place, 0);
  return value as Json;
}

// Far more than any of ours has, and far less than the stack.
const mostLevels = 100;

function write(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = sortedEntries(value as Readonly<Record<string, Json>>)
    .map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`);
  return `{${members.join(",")}}`;
}

/** Members in the order of their names, by code unit: the same on every machine and locale. */
export function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
}

function check(value: unknown, place: string, level: number): void {
  if (value === null || typeof value === "boolean" || typeof value === "string") return;
  if (typeof value === "number") return checkNumber(value, place);
  if (level === mostLevels) {
    const shown = place.length > 60 ? `${place.slice(0, 60)}…` : place;
    throw refusal(shown, `it is nested more than ${mostLevels} levels deep`);
  }
  if (Array.isArray(value)) return checkArray(value, place, level);
  checkObject(value, place, level);
}

function refusal(place: string, cause: string): TypeError {
  return new TypeError(`Cannot write ${place} as canonical JSON: ${cause}`);
}

function checkNumber(value: number, place: string): void {
  if (Number.isFinite(value) && !Object.is(value, -0)) return;
  const shown = Object.is(value, -0) ? "-0" : String(value);
  throw refusal(place, `${shown} has no single text`);
}

function checkArray(value: readonly unknown[], place: string, level: number): void {
  // By index, since forEach would skip the holes of a sparse array.
  for (let i = 0; i < value.length; i++) check(value[i], `${place}[${i}]`, level + 1);
}

function checkObject(value: unknown, place: string, level: number): void {
  if (!isPlain(value)) throw refusal(place, `it is ${describe(value)}`);
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__") throw refusal(place, "it has a member __proto__");
    check(member, `${place}.${name}`, level + 1);
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  return `an instance of ${value.constructor?.name ?? "an unnamed class"}`;
}

// A study's value as plain data, whatever a file exported: read once, and nothing kept that JSON cannot say.
import { failure, type Json, type Result, success } from "../pipeline/mod.ts";

const deepest = 64;
const most = 1_000_000;

/** What is no plain data, and where. */
class NotData extends Error {}

/**
 * A copy that holds only null, booleans, finite numbers, texts, lists and plain objects. A field that is
 * undefined is left out. Errors: `not-plain`, with the place and what stands there.
 */
export function plainData(value: unknown): Result<Json> {
  let count = 0;
  const counted = (place: string) => {
    if (++count > most) throw new NotData(said(place, `holds more than ${most} values`));
  };
  try {
    return success(copyOf(value, { place: "", depth: 0, counted }));
  } catch (error) {
    // A getter or a proxy may throw anything; only its first line is of use.
    return failure(
      "not-plain",
      error instanceof NotData ? error.message : said("", thrown(error)),
    );
  }
}

interface At {
  readonly place: string;
  readonly depth: number;
  counted(place: string): void;
}

function copyOf(value: unknown, at: At): Json {
  at.counted(at.place);
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return textOf(value, at.place);
  if (typeof value === "number") return numberOf(value, at.place);
  if (value === undefined) throw new NotData(said(at.place, "is undefined"));
  if (typeof value !== "object") throw new NotData(said(at.place, `is a ${typeof value}`));
  if (at.depth === deepest) {
    throw new NotData(said("", `is nested more than ${deepest} levels deep, or holds itself`));
  }
  return Array.isArray(value) ? listOf(value, at) : objectOf(value, at);
}

function textOf(text: string, place: string): string {
  if (text.isWellFormed()) return text;
  throw new NotData(said(place, "has half of a surrogate pair, which is no text"));
}

function numberOf(number: number, place: string): number {
  if (Number.isFinite(number) && !Object.is(number, -0)) return number;
  throw new NotData(said(place, `is ${Object.is(number, -0) ? "-0" : number}`));
}

function listOf(list: readonly unknown[], at: At): Json {
  const copy: Json[] = [];
  for (let i = 0; i < list.length; i++) {
    const inner = within(at, i);
    if (!Object.hasOwn(list, i)) throw new NotData(said(inner.place, "is missing from its list"));
    copy.push(copyOf(list[i], inner));
  }
  return copy;
}

function objectOf(value: object, at: At): Json {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotData(said(at.place, `is of the class ${value.constructor?.name ?? "unknown"}`));
  }
  if (Object.getOwnPropertySymbols(value).length > 0) {
    throw new NotData(said(at.place, "has a symbol for a key"));
  }
  const entries = Object.keys(value).flatMap((key) => fieldOf(value, key, within(at, key)));
  return Object.fromEntries(entries);
}

function fieldOf(value: object, key: string, at: At): [string, Json][] {
  textOf(key, at.place);
  // What every object has would be found where nothing is.
  if (key in Object.prototype) {
    throw new NotData(said(at.place, "has a name that no field may have"));
  }
  const field: unknown = Reflect.get(value, key);
  return field === undefined ? [] : [[key, copyOf(field, at)]];
}

function within({ place, depth, counted }: At, key: string | number): At {
  return { place: place === "" ? String(key) : `${place}.${key}`, depth: depth + 1, counted };
}

function said(place: string, what: string): string {
  const shown = place.length > 200
    ? `${place.slice(0, 200).toWellFormed()}…`
    : place.toWellFormed();
  return `${shown === "" ? "the whole value" : shown} ${what}`;
}

/** `throws "Not yet"`, of anything that may be thrown. */
export function thrown(error: unknown): string {
  try {
    const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
    return `throws ${JSON.stringify(line.slice(0, 200))}`;
  } catch {
    return "throws something that has no text";
  }
}

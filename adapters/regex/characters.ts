// The characters that a part of a Python pattern means: literals, classes, sets, under its flags.
import { type Flags, Refusal } from "./flags.ts";
import type { Characters } from "./tree.ts";

/** Where a pattern is being read. */
export interface Cursor {
  readonly pattern: readonly string[];
  at: number;
}

/** The next character; undefined at the end. */
export const peek = ({ pattern, at }: Cursor): string | undefined => pattern[at];

/** Reads a character. Throws a Refusal at the end. */
export function next(cursor: Cursor): string {
  const c = peek(cursor);
  if (c === undefined) throw new Refusal("ends too early");
  cursor.at++;
  return c;
}

/** Reads that character, if it is the next. */
export function accept(cursor: Cursor, wanted: string): boolean {
  if (peek(cursor) !== wanted) return false;
  cursor.at++;
  return true;
}

/** A character's small form, by way of its capital: K, k and the sign for kelvin are one. */
function folded(c: string): string {
  const capital = c.toUpperCase();
  const small = [...capital].length === 1 ? capital.toLowerCase() : c.toLowerCase();
  return [...small].length === 1 ? small : c;
}

/** A literal under the flags. */
export function literal(wanted: string, flags: Flags): Characters {
  if (!flags.ignorecase) return (c) => c === wanted;
  return (c) => variants(c, flags).some((each) => each === wanted);
}

/** All characters that are the same but for their case. */
function variants(c: string, { ignorecase, ascii }: Flags): readonly string[] {
  if (!ignorecase) return [c];
  const small = folded(c);
  const all = [c, small, small.toUpperCase(), ...(beyondAscii[small] ?? [])];
  if (!ascii) return all.filter((each) => [...each].length === 1);
  return c < "\x80" ? [c.toLowerCase(), c.toUpperCase()] : [c];
}

/** Letters outside ASCII whose capital or small form lies within. */
const beyondAscii: Readonly<Record<string, readonly string[]>> = { k: ["\u212a"], s: ["\u017f"] };

/** Python counts the separators of files, groups, records and units as space, and no byte order mark. */
const separators = ["\x1c", "\x1d", "\x1e", "\x1f", "\x85"];
const isSpace = (c: string) => /\s/.test(c) && c !== "\ufeff" || separators.includes(c);

const unicode = {
  d: (c: string) => /^\p{Nd}$/u.test(c),
  w: (c: string) => /^[\p{L}\p{N}_]$/u.test(c),
  s: isSpace,
};
const ascii = {
  d: (c: string) => /^[0-9]$/.test(c),
  w: (c: string) => /^[0-9A-Za-z_]$/.test(c),
  s: (c: string) => /^[\t-\r ]$/.test(c),
};

/** `\d`, `\w` and `\s`, and without what they mean as capitals; undefined for other letters. */
function classOf(letter: string, flags: Flags): Characters | undefined {
  const small = letter.toLowerCase();
  if (small !== "d" && small !== "w" && small !== "s") return undefined;
  const isMember = (flags.ascii ? ascii : unicode)[small];
  return (c) => isMember(c) === (letter === small);
}

/** Whether there is a character of a word at that place. */
export function isWordAt(text: readonly string[], at: number, flags: Flags): boolean {
  return (flags.ascii ? ascii : unicode).w(text[at] ?? "");
}

const signs: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** What a backslash and the characters behind it mean outside a set; the backslash is read. */
export function escapedCharacters(cursor: Cursor, flags: Flags): Characters {
  const c = next(cursor);
  const found = classOf(c, flags);
  if (found !== undefined) return found;
  cursor.at--;
  return literal(/\d/.test(c) ? numbered(cursor) : spelled(cursor), flags);
}

/** An octal escape outside a set; other numbers there refer to groups. */
function numbered(cursor: Cursor): string {
  const rest = cursor.pattern.slice(cursor.at, cursor.at + 3).join("");
  const [octal] = /^(0[0-7]{0,2}|[0-7]{3})/.exec(rest) ?? [];
  if (octal === undefined) {
    throw new Refusal(
      `has a back reference \\${/^\d{1,2}/.exec(rest)?.[0]}`,
      "unsupported-pattern",
    );
  }
  cursor.at += octal.length;
  return fromOctal(octal);
}

function fromOctal(digits: string): string {
  const value = parseInt(digits, 8);
  if (value > 0o377) throw new Refusal(`has an octal escape past \\377: \\${digits}`);
  return String.fromCodePoint(value);
}

/** One character by its sign, its number, or itself. */
function spelled(cursor: Cursor): string {
  const c = next(cursor);
  const sign = Object.hasOwn(signs, c) ? signs[c] : undefined;
  if (sign !== undefined) return sign;
  const digits = { x: 2, u: 4, U: 8 }[c];
  if (digits !== undefined) return hexadecimal(cursor, digits);
  if (c === "N") throw new Refusal("has a character by its name \\N{…}", "unsupported-pattern");
  if (/[A-Za-z]/.test(c)) throw new Refusal(`has an unknown escape \\${c}`);
  return c;
}

function hexadecimal(cursor: Cursor, digits: number): string {
  const text = cursor.pattern.slice(cursor.at, cursor.at + digits).join("");
  const value = parseInt(text, 16);
  if (!/^[0-9a-fA-F]+$/.test(text) || text.length < digits || value > 0x10ffff) {
    throw new Refusal(`has an incomplete escape before ${JSON.stringify(text)}`);
  }
  cursor.at += digits;
  return String.fromCodePoint(value);
}

/** A set, whose opening bracket is read; a `]` that stands first is a character of it. */
export function setCharacters(cursor: Cursor, flags: Flags): Characters {
  const isNegated = accept(cursor, "^");
  const members: Characters[] = [];
  do members.push(memberOf(cursor, flags)); while (!accept(cursor, "]"));
  const has = (c: string) => variants(c, flags).some((each) => members.some((of) => of(each)));
  return isNegated ? (c) => !has(c) : has;
}

/** A class, a character, or a range of characters. */
function memberOf(cursor: Cursor, flags: Flags): Characters {
  const low = endOf(cursor, flags);
  const [dash, behind] = cursor.pattern.slice(cursor.at, cursor.at + 2);
  if (dash !== "-" || behind === "]") return typeof low === "string" ? (c) => c === low : low;
  cursor.at++;
  const high = endOf(cursor, flags);
  if (typeof low !== "string" || typeof high !== "string") {
    throw new Refusal("has a range that ends in a class");
  }
  const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
  if (from > to) throw new Refusal(`has a range that runs backwards: ${low}-${high}`);
  return (c) => from <= (c.codePointAt(0) ?? -1) && (c.codePointAt(0) ?? -1) <= to;
}

function endOf(cursor: Cursor, flags: Flags): string | Characters {
  const c = next(cursor);
  if (c !== "\\") return c;
  const escaped = next(cursor);
  const found = classOf(escaped, flags);
  if (found !== undefined) return found;
  if (escaped === "b") return "\b";
  const rest = cursor.pattern.slice(cursor.at - 1, cursor.at + 2).join("");
  const [octal] = /^[0-7]{1,3}/.exec(rest) ?? [];
  if (octal !== undefined) {
    cursor.at += octal.length - 1;
    return fromOctal(octal);
  }
  if (/[89]/.test(escaped)) throw new Refusal(`has an unknown escape \\${escaped}`);
  cursor.at--;
  return spelled(cursor);
}

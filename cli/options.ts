// How option values are read: strict, with one sentence that says what would be right.
import { InvalidArgumentError } from "commander";

/** A whole number from 1 on. */
export function count(text: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number from 1 on");
}

const unitMs = { h: 3_600_000, m: 60_000, s: 1000 } as const;

/** Milliseconds of `90s`, `30m`, `1.5h` or `1h30m`; nothing where the text is no length of time above zero. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m)?(?:(?<s>\d+(?:\.\d+)?)s)?$/
    .exec(text);
  const { h = "0", m = "0", s = "0" } = match?.groups ?? {};
  const total = Number(h) * unitMs.h + Number(m) * unitMs.m + Number(s) * unitMs.s;
  return total > 0 ? total : undefined;
}

/** Milliseconds of `30m`. */
export function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new InvalidArgumentError("Give a length of time such as 90s, 30m or 1h30m");
}

/** Every value of an option that may be given more than once. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/**
 * The parser's message as this project writes them: one sentence, with a capital, without a full stop.
 * "error: unknown option '--jbos'\n(Did you mean --jobs?)" becomes "Unknown option '--jbos' (did you mean --jobs?)".
 */
export function requestSentence(text: string): string {
  const [first = "", ...rest] = text.trim().split("\n").filter((line) => line !== "");
  const bare = first.replace(/^error: /, "").replace(/\.$/, "").replaceAll(". ", ": ");
  const sentence = `${bare.charAt(0).toUpperCase()}${bare.slice(1)}`;
  return [sentence, ...rest.map((line) => line.replace(/^\(Did/, "(did"))].join(" ");
}

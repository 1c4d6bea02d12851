// What zod wanted of a value, in the words of an error sentence.
import type { z } from "zod";

const kinds: Readonly<Record<string, string>> = {
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

const comparisons: Readonly<Record<string, string>> = {
  ">": "more than",
  ">=": "at least",
  "<": "less than",
  "<=": "at most",
};

/** Follows "must be": `a number`, `"gelu"`, `at least 0`. */
export function expectation(issue: z.core.$ZodIssue): string {
  const wish = issue.message.replace(/^.*?expected /, "").replace(/, received .*$/, "");
  const [, comparison, bound] = /to be ([<>]=?)(.*)$/.exec(wish) ?? [];
  if (comparison !== undefined) return `${comparisons[comparison]} ${bound}`;
  return kinds[wish] ?? wish;
}

/** `<place> must be <wish>: current value is <value>`; the place of the whole is `whole`. */
export function issueSentence(issue: z.core.$ZodIssue, whole: string): string {
  const value = issue.input === undefined ? "missing" : printable(JSON.stringify(issue.input));
  return `${issue.path.join(".") || whole} must be ${
    expectation(issue)
  }: current value is ${value}`;
}

/** What a stranger wrote, short enough for a sentence and without what moves a terminal. */
export function printable(text: string): string {
  const short = text.length > 400 ? `${text.slice(0, 400)} …` : text;
  return short.replace(/\p{Cc}/gu, (letter) => JSON.stringify(letter).slice(1, -1));
}

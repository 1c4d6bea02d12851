// Python's `re` on names of modules, as `peft` calls it.
import type { Result } from "../../models/mod.ts";
import { Refusal } from "./flags.ts";
import { treeOf } from "./parse_regex.ts";
import { endsOf } from "./tree.ts";

/** Whether a pattern fits a name. */
export type Fits = (name: string) => boolean;

/** `re.fullmatch(pattern, name)`. Throws what `settled` turns into a value, here and at each name. */
export function fullMatch(pattern: string): Fits {
  return compiled(pattern, pattern, (ends, name) => ends.has([...name].length));
}

/** `re.match(rf"(.*\.)?({pattern})$", name)`, thrown as by `fullMatch`. */
export function endMatch(pattern: string): Fits {
  return compiled(pattern, `(.*\\.)?(${pattern})$`, (ends) => ends.size > 0);
}

/** `re.match(rf"(^|.*\.){pattern}($|\..*)", name)`, thrown as by `fullMatch`. */
export function stepMatch(pattern: string): Fits {
  return compiled(pattern, `(^|.*\\.)${pattern}($|\\..*)`, (ends) => ends.size > 0);
}

/**
 * What is made with patterns, as a value.
 * Errors: `invalid-pattern` for what Python refuses too; `unsupported-pattern` for back references,
 * conditions, possessive and atomic parts, characters by name, and patterns past all use; `slow-pattern`.
 */
export function settled<T>(make: () => T): Result<T> {
  try {
    return { ok: true, value: make() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, reason: error.reason, message: error.message };
  }
}

function compiled(
  shown: string,
  pattern: string,
  judge: (ends: ReadonlySet<number>, name: string) => boolean,
): Fits {
  const node = named(shown, () => treeOf([...pattern]));
  return (name) => {
    const ends = endsOf(node, name);
    if (ends !== undefined) return judge(ends, name);
    const message = `Cannot match the pattern ${
      quoted(shown)
    } with ${name}: it takes too many steps`;
    throw new Refusal(message, "slow-pattern");
  };
}

/** A refusal as a sentence about the pattern as the file has it. */
function named<T>(shown: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = `Cannot read the pattern ${quoted(shown)} as Python does: it ${error.message}`;
    throw new Refusal(message, error.reason);
  }
}

/** The pattern in a sentence, cut where it is long. */
function quoted(pattern: string): string {
  return JSON.stringify(pattern.length > 120 ? `${pattern.slice(0, 120)}…` : pattern);
}

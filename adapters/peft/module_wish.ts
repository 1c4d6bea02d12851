// Which modules a `target_modules` means: a list of names and endings, a regular expression, or all of them.
import type { Result } from "../../models/mod.ts";

/** Whether a module is meant, by its name. */
export type ModuleTest = (module: string) => boolean;

/**
 * A list has exact names and endings behind a dot; a string is a regular expression for the whole name,
 * or `all-linear`. Nothing at all means nothing.
 * Errors: `invalid-pattern` for a text that is no regular expression here.
 */
export function moduleTest(wish: string | readonly string[] | null): Result<ModuleTest> {
  if (wish === null) return { ok: true, value: () => false };
  if (typeof wish !== "string") return { ok: true, value: (module) => endsAsOne(module, wish) };
  if (wish.toLowerCase() === "all-linear") return { ok: true, value: () => true };
  return wholeName(wish);
}

/** Python's regular expressions are JavaScript's, as far as names of modules go. */
function wholeName(pattern: string): Result<ModuleTest> {
  try {
    const regex = new RegExp(`^(?:${pattern})$`);
    return { ok: true, value: (module) => regex.test(module) };
  } catch {
    const message = `Cannot read target_modules as it is no regular expression: ${pattern}`;
    return { ok: false, reason: "invalid-pattern", message };
  }
}

/** Whether a name is one of the names, or ends in one behind a dot. */
export function endsAsOne(module: string, names: readonly string[]): boolean {
  return names.some((name) => module === name || module.endsWith(`.${name}`));
}

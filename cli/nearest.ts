// What a command says of a name that nobody knows.
import { suggestion } from "../studies/mod.ts";

/**
 * One sentence on an unknown name: what it is, what is near, what is known. A long list of known names is
 * cut after a dozen.
 */
export function unknownName(kind: string, name: string, known: Iterable<string>): string {
  const names = [...known];
  const shown = names.length > 12 ? [...names.slice(0, 12), `${names.length - 12} more`] : names;
  return `Unknown ${kind} '${name}'${suggestion(name, names)}; known: ${shown.join(", ")}`;
}

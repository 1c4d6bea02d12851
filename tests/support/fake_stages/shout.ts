// What `say` uses.
const mark = "!";

/** Louder. */
export function shout(text: string): string {
  const louder = text.toUpperCase();
  return louder + mark;
}

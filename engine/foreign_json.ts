// JSON that a stranger wrote: of any shape, with keys that may come twice and names that no terminal should see.

/** The value, or nothing where the text is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether it is an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first key that an object of a valid JSON text has twice: `JSON.parse` keeps the last in silence. */
export function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  let word = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"|[{}:]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token !== ":") word = token;
    else {
      const key: string = JSON.parse(word);
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** A name as one short, printable word of a sentence. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)} …` : name);
}

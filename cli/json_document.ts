// The envelope of every `--json` answer: a schema's name and version beside the answer itself.

/** `cairn.plan/1`: the name of a document's schema and its version. */
export type SchemaName = `cairn.${string}/${number}`;

/** A field removed or changed in meaning raises the version; a new field does not. */
const documentVersion = 1;

/** What a document called `name` says in its `schema`. */
export function schemaName(name: string): SchemaName {
  return `cairn.${name}/${documentVersion}`;
}

/** One document, as text that ends in a line end. */
export function jsonDocument(name: string, body: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ schema: schemaName(name), ...body }, null, 2)}\n`;
}

/** One event or document on one line, the own fields first, as a person reads them. */
export function jsonLine(name: string, body: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ ...body, schema: schemaName(name) })}\n`;
}

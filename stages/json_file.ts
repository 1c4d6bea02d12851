// Small JSON documents that stages hand to each other: canonical, so that equal content is equal bytes.
import { canonicalJson } from "../pipeline/mod.ts";

/** Reads a document that an earlier stage wrote; its shape is that stage's promise. */
export async function readJson<T>(path: string | undefined): Promise<T> {
  if (path === undefined) throw new Error("A stage asks for an input that its node does not name");
  return JSON.parse(await Deno.readTextFile(path)) as T;
}

/** Writes a document in canonical form: sorted keys, no NaN. */
export async function writeJson(path: string, document: unknown): Promise<void> {
  await Deno.writeTextFile(path, canonicalJson(document) + "\n");
}

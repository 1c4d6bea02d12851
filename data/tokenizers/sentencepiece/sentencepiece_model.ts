// Reads a SentencePiece model (spm.model, tokenizer.model): its pieces, scores and normalization.
import { failure, type Result } from "../../dataset.ts";

/** What a piece is for; the numbers are the format's. */
export const pieceType = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const;

/** One token of the model; its id is its place. */
export interface Piece {
  readonly text: string;
  /** Log-probability (unigram), or minus the rank of the merge that makes it (BPE). */
  readonly score: number;
  readonly type: number;
}

/** What a model file says of tokenization. */
export interface SentencePieceModel {
  readonly kind: "unigram" | "bpe";
  readonly pieces: readonly Piece[];
  readonly unknown: { readonly id: number; readonly text: string };
  /** A compiled table of character replacements; empty: none. */
  readonly charsmap: Uint8Array;
}

/** Field numbers of sentencepiece_model.proto (sentencepiece 0.2). */
const model = { pieces: 1, trainer: 2, normalizer: 3 } as const;
const piece = { text: 1, score: 2, type: 3 } as const;
const trainer = { modelType: 3, unknownId: 40, unknownPiece: 45 } as const;
const normalizer = { charsmap: 2 } as const;
const kinds: ReadonlyMap<number, SentencePieceModel["kind"]> = new Map([[1, "unigram"], [
  2,
  "bpe",
]]);

/**
 * The model in a file's bytes. Failures: `bad-sentencepiece` (cut off, not a model, a kind other
 * than unigram and BPE, an unknown piece that is not there).
 */
export function readSentencePieceModel(bytes: Uint8Array): Result<SentencePieceModel> {
  const fields = readFields(bytes);
  if (fields === undefined) return bad(`it breaks off within its ${bytes.length} bytes`);
  const pieces = fields.filter(({ number }) => number === model.pieces).map(pieceOf);
  if (pieces.length === 0) return bad("it has no pieces");
  const broken = pieces.findIndex((each) => each === undefined);
  if (broken !== -1) return bad(`piece ${broken} is broken`);
  return assemble(fields, pieces as Piece[]);
}

function assemble(fields: readonly Field[], pieces: Piece[]): Result<SentencePieceModel> {
  const training = messageAt(fields, model.trainer);
  const normalizing = messageAt(fields, model.normalizer);
  if (training === undefined || normalizing === undefined) {
    return bad("its settings are absent or broken");
  }
  const type = numberAt(training, trainer.modelType) ?? 1;
  const kind = kinds.get(type);
  if (kind === undefined) return bad(`its model type is ${type}, neither unigram nor BPE`);
  const id = numberAt(training, trainer.unknownId) ?? 0;
  if (pieces[id] === undefined) return bad(`its unknown piece ${id} is not there`);
  const text = textOf(bytesAt(training, trainer.unknownPiece)) ?? "<unk>";
  const charsmap = bytesAt(normalizing, normalizer.charsmap) ?? new Uint8Array();
  return { ok: true, value: { kind, pieces, unknown: { id, text }, charsmap } };
}

function bad(why: string): Result<never> {
  return failure("bad-sentencepiece", `Cannot read the SentencePiece model: ${why}`);
}

function pieceOf(field: Field): Piece | undefined {
  const fields = typeof field.value === "number" ? undefined : readFields(field.value);
  const text = fields && textOf(bytesAt(fields, piece.text));
  if (fields === undefined || text === undefined) return undefined;
  const score = floatOf(bytesAt(fields, piece.score));
  return { text, score, type: numberAt(fields, piece.type) ?? pieceType.normal };
}

/** The fields of a sub-message. A file that is cut off between two pieces lacks its settings. */
function messageAt(fields: readonly Field[], number: number): Field[] | undefined {
  const bytes = bytesAt(fields, number);
  return bytes && readFields(bytes);
}

/** The last value counts, as the format wants it. */
function bytesAt(fields: readonly Field[], number: number): Uint8Array | undefined {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === "number" ? undefined : value;
}

function numberAt(fields: readonly Field[], number: number): number | undefined {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === "number" ? value : undefined;
}

function floatOf(bytes: Uint8Array | undefined): number {
  if (bytes?.length !== 4) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}

/** A piece may begin with U+FEFF, which a decoder swallows unless it is told not to. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch { // the decoder's one way to say that this is no UTF-8
    return undefined;
  }
}

/** The value of a field: a number of wire type 0, or the bytes of types 1, 2 and 5. */
type FieldValue = number | Uint8Array;

/** One field of a message, in the order in which it was written. */
export interface Field {
  readonly number: number;
  readonly value: FieldValue;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Bytes of the fixed-width wire types: 64 bits, 32 bits. */
const widths: ReadonlyMap<number, number> = new Map([[1, 8], [5, 4]]);

/**
 * All fields of a message; nothing if the bytes end inside a field or hold a wire type that is out
 * of use (groups). Source: protobuf.dev, "Encoding".
 */
function readFields(bytes: Uint8Array): Field[] | undefined {
  const cursor: Cursor = { bytes, at: 0 };
  const fields: Field[] = [];
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor);
    if (tag === undefined) return undefined;
    const value = readValue(cursor, tag & 7);
    if (value === undefined) return undefined;
    fields.push({ number: tag >>> 3, value });
  }
  return fields;
}

function readValue(cursor: Cursor, wireType: number): FieldValue | undefined {
  if (wireType === 0) return readVarint(cursor);
  if (wireType !== 2) return take(cursor, widths.get(wireType));
  const length = readVarint(cursor);
  return take(cursor, length === undefined ? undefined : length >>> 0);
}

function take(cursor: Cursor, length: number | undefined): Uint8Array | undefined {
  if (length === undefined || cursor.at + length > cursor.bytes.length) return undefined;
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

/** A varint's low 32 bits as a signed number: all that int32, bool, enums and lengths use. */
function readVarint(cursor: Cursor): number | undefined {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) return undefined;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return undefined;
}

// One encoded text or pair: ids, which of them are real, which text they are of; cut and filled.
import { type Cut, placesKept } from "./cut.ts";
import type { Side } from "./settings_files.ts";

/** One encoded text or pair, `[tokens]` each. */
export interface Row {
  readonly ids: Int32Array;
  /** 1 for tokens, 0 for filling. */
  readonly attentionMask: Int32Array;
  /** If asked for: 1 for tokens of the second text where the tokenizer tells them apart, else 0. */
  readonly typeIds?: Int32Array;
}

/** What the native library makes of a text. */
export type Encoding = Awaited<ReturnType<import("tokenizers").Tokenizer["encode"]>>;

/** What is wanted of an encoding. */
export interface RowForm {
  readonly cut: Cut | undefined;
  /** Costs as much as the ids: every number crosses over from the native library. */
  readonly typeIds: boolean;
}

/** The row of an encoding, cut if it is too long; nothing if it cannot be cut. */
export function rowOf(encoding: Encoding, { cut, typeIds }: RowForm): Row | undefined {
  const ids = Int32Array.from(encoding.getIds());
  const row = {
    ids,
    attentionMask: new Int32Array(ids.length).fill(1),
    ...(typeIds ? { typeIds: Int32Array.from(encoding.getTypeIds()) } : {}),
  };
  if (cut === undefined || ids.length <= cut.maxLength) return row;
  const places = placesKept(encoding.getSequenceIds(), cut);
  return places && mapColumns(row, (column) => Int32Array.from(places, (at) => column[at] ?? 0));
}

function mapColumns(row: Row, change: (column: Int32Array, name: keyof Row) => Int32Array): Row {
  const { ids, attentionMask, typeIds } = row;
  return {
    ids: change(ids, "ids"),
    attentionMask: change(attentionMask, "attentionMask"),
    ...(typeIds ? { typeIds: change(typeIds, "typeIds") } : {}),
  };
}

/** Tokens of the longest row. */
export function longest(rows: readonly Row[]): number {
  return rows.reduce((most, { ids }) => Math.max(most, ids.length), 0);
}

/** To what length rows are filled, with which id, at which end. */
export interface Filling {
  readonly length: number;
  readonly pad: number;
  readonly side: Side;
}

/** A row with `pad` at one end up to the length; one that is long enough stays as it is. */
export function fill(row: Row, { length, pad, side }: Filling): Row {
  const missing = length - row.ids.length;
  if (missing <= 0) return row;
  return mapColumns(row, (column, name) => {
    const longer = new Int32Array(length).fill(name === "ids" ? pad : 0);
    longer.set(column, side === "left" ? missing : 0);
    return longer;
  });
}

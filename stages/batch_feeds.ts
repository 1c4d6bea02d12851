// From rows of a prepared split to what a graph is fed.
import { type Batch, gather, maskTokens, normalizePixels, type Split } from "../data/mod.ts";
import type { Value } from "../engine/run.ts";
import type { Key } from "../random/mod.ts";
import type { DataCard } from "./cards.ts";

export type Feeds = Readonly<Record<string, Value>>;

/** What turns rows into feeds: the data's description, the split, the graph's batch size. */
export interface BatchSource {
  readonly card: DataCard;
  readonly split: Split;
  readonly batch: number;
}

/** Rows of a split: `counted` of them are real, those behind only fill up the batch. */
export interface Rows {
  readonly rows: Int32Array;
  readonly counted: number;
}

/**
 * The feeds of the given rows, exactly as many as the graph's batch. `key` seeds the masked positions
 * of a masked-LM batch and is not looked at otherwise.
 */
export function batchFeeds({ card, split }: BatchSource, { rows, counted }: Rows, key: Key): Feeds {
  const columns = gather(split, rows);
  if (card.normalization !== undefined) return normalized(columns, card.normalization);
  const { task, tokens } = card;
  if (task.kind !== "masked_lm" || tokens === undefined) return columns as Feeds;
  return maskTokens(columns, { ...task, tokens, counted, key }) as Feeds;
}

function normalized(columns: Batch, normalization: NonNullable<DataCard["normalization"]>): Feeds {
  const { pixel_values: pixels, ...rest } = columns;
  if (pixels === undefined) throw new Error("Cannot normalise a split without pixel_values");
  return { ...rest, "pixel_values": normalizePixels(pixels, normalization) } as Feeds;
}

/** Rows start … start + batch − 1; from `end` on row 0 fills the batch. */
export function evaluationRows(
  { batch }: BatchSource,
  { start, end }: { readonly start: number; readonly end: number },
): Rows {
  const counted = Math.min(batch, end - start);
  const rows = Int32Array.from({ length: batch }, (_, i) => i < counted ? start + i : 0);
  return { rows, counted };
}

// Dynamic masking for masked-language modelling, with a fixed number of slots a sequence.
import { shareOf } from "../decimal/mod.ts";
import { type Key, type Stream, stream } from "../random/mod.ts";
import { type Batch, ignored, type Value } from "./batches.ts";
import type { Tokens } from "./dataset.ts";

/** Share of the real tokens that BERT and RoBERTa predict (BERT, section 3.1). */
const usualShare = 0.15;

/** Slots that a sequence of `length` needs at most: the share of what is not `<s>` and `</s>`. */
export function maskedSlots(length: number, share: number = usualShare): number {
  return Math.max(1, shareOf(share, Math.max(0, length - 2), "nearest"));
}

/** What masking needs to know beside the batch. */
export interface Masking {
  readonly tokens: Tokens;
  /** Slots a sequence, K. */
  readonly masked: number;
  /** Share of the real tokens to predict. Default: 0.15. */
  readonly share?: number;
  /** Rows that count; those behind only fill up the batch and get no slot. Default: all. */
  readonly counted?: number;
  /** What the draw is for, such as `["mask", seed, epoch, step]`. */
  readonly key: Key;
}

/**
 * Draws the positions to predict: in each row a share of its real tokens, rounded, at least one and
 * at most K. Of these 80 % become `<mask>`, 10 % a uniform ordinary token, 10 % stay. Takes `input_ids`
 * `[B, S]`; gives the batch with `input_ids` changed, `masked_positions` `[B·K]` (flat index into
 * `[B·S]`; an unused slot points at the sequence's first position) and `labels` `[B·K]` (`ignored` there).
 */
export function maskTokens(batch: Batch, masking: Masking): Batch {
  const source = batch.input_ids;
  if (source === undefined) throw new RangeError("Cannot mask a batch without input_ids");
  const [rows = 0, length = 0] = source.shape;
  const { masked, counted = rows } = masking;
  const draw = stream(...masking.key);
  const ids = Int32Array.from(source.data);
  const positions = new Int32Array(rows * masked);
  const labels = new Int32Array(rows * masked).fill(ignored);
  for (let row = 0; row < rows; row++) {
    const slots = row * masked;
    positions.fill(row * length, slots, slots + masked);
    if (row >= counted) continue;
    const sequence = ids.subarray(row * length, (row + 1) * length);
    choose(sequence, masking, draw).forEach((place, slot) => {
      positions[slots + slot] = row * length + place;
      labels[slots + slot] = sequence[place] as number;
      sequence[place] = replacement(sequence[place] as number, masking.tokens, draw);
    });
  }
  const flat = (data: Int32Array): Value => ({ dtype: "int32", shape: [rows * masked], data });
  const changed: Value = { dtype: "int32", shape: source.shape, data: ids };
  return { ...batch, input_ids: changed, masked_positions: flat(positions), labels: flat(labels) };
}

/** Places to predict within one sequence, ascending. */
function choose(sequence: Int32Array, masking: Masking, draw: Stream): number[] {
  const { tokens, masked, share = usualShare } = masking;
  const real: number[] = [];
  sequence.forEach((id, place) => {
    if (!isSpecial(id, tokens)) real.push(place);
  });
  if (real.length === 0) return [];
  const count = Math.min(masked, Math.max(1, shareOf(share, real.length, "nearest")));
  return Array.from(draw.subset(real.length, count), (index) => real[index] as number);
}

function replacement(id: number, tokens: Tokens, draw: Stream): number {
  const lot = draw.uniform();
  if (lot < 0.8) return tokens.mask;
  return lot < 0.9 ? ordinary(tokens, draw) : id;
}

/** A uniform token that is not special. */
function ordinary(tokens: Tokens, draw: Stream): number {
  for (;;) {
    const id = draw.below(tokens.vocabulary);
    if (!isSpecial(id, tokens)) return id;
  }
}

function isSpecial(id: number, { begin, pad, end, unknown, mask }: Tokens): boolean {
  return id === begin || id === pad || id === end || id === unknown || id === mask;
}

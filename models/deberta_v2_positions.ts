// DeBERTa's relative positions: which row of the table stands for a distance between two words.

/** How distances are told apart; numbers as the config's keys have them, defaults resolved. */
export interface Distances {
  /** `position_buckets`: distances that the table tells apart, either way; as they are if not positive. */
  readonly buckets: number;
  /** `max_relative_positions`, or the length of the longest text where that is not given. */
  readonly longest: number;
}

/** Rows of the table of relative positions: distances back, then distances ahead. */
export function positionRows({ buckets, longest }: Distances): number {
  return 2 * (buckets > 0 ? buckets : longest);
}

/**
 * Row of the distance query − key. Distances up to half the buckets have one each, longer ones share them
 * on a logarithmic scale. Every step is rounded to float32, as the hub's code does: at the edge of a
 * bucket one bit decides.
 * Source: `make_log_bucket_position` of the hub's modeling_deberta_v2.py; paper 2006.03654, section 3.2.
 */
export function positionRow(distances: Distances, distance: number): number {
  const span = positionRows(distances) / 2;
  const place = distances.buckets > 0 ? bucketOf(distances, distance) : distance;
  return Math.min(Math.max(place + span, 0), 2 * span - 1);
}

function bucketOf({ buckets, longest }: Distances, distance: number): number {
  const middle = Math.floor(buckets / 2);
  const far = Math.abs(distance);
  if (far <= middle) return distance;
  const { fround } = Math;
  const most = log32(fround((longest - 1) / middle));
  const share = fround(log32(fround(far / middle)) / most);
  return Math.sign(distance) * (Math.ceil(fround(share * (middle - 1))) + middle);
}

function log32(x: number): number {
  return Math.fround(Math.log(x));
}

/**
 * Rows of 2 · `length` neighbouring distances, for texts of that length: from the most negative distance
 * upwards (step 1), or from the longest one downwards (step −1). One more than the texts have, so that
 * `windows` is a plain cut.
 */
export function neighbouringRows(distances: Distances, length: number, step: 1 | -1): Int32Array {
  const first = -step * (length - 1);
  return Int32Array.from(
    { length: 2 * length },
    (_, index) => positionRow(distances, first + step * index),
  );
}

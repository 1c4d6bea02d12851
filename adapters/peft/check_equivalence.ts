// Whether an equivalent update is one: W0 + s·B·A beside the weight that the method itself folded.
import type { Value } from "../../engine/mod.ts";
import type { Result } from "../../models/mod.ts";
import { matrixOf } from "../merge.ts";
import type { EquivalentLora } from "./equivalent_lora.ts";

/** The module's weight without the adapter and with it, in the hub's layout. */
export interface BeforeAndAfter {
  readonly before: Value;
  readonly after: Value;
}

/** Rounding of a dozen links in float32, as a part of the largest element. */
const tolerance = 1e-5;

/**
 * The largest difference, as a part of the largest element of the folded weight.
 * Errors: `unequal-update` where it is more than rounding explains; then nothing may be written.
 */
export function checkEquivalence(lora: EquivalentLora, weights: BeforeAndAfter): Result<number> {
  const { target } = lora;
  const before = matrixOf(target, weights.before).data;
  const after = matrixOf(target, weights.after).data;
  let [largest, difference] = [0, 0];
  after.forEach((wanted, index) => {
    const place = [Math.floor(index / target.in), index % target.in] as const;
    const found = (before[index] as number) + updateAt(lora, place);
    largest = Math.max(largest, Math.abs(wanted));
    difference = Math.max(difference, Math.abs(wanted - found));
  });
  if (difference <= tolerance * largest) return { ok: true, value: difference / (largest || 1) };
  const message =
    `Cannot write the adapter as W0 + s·B·A of ${target.name} is off by ${difference}, and no more ` +
    `than ${tolerance * largest} is rounding`;
  return { ok: false, reason: "unequal-update", message };
}

/** s·Σ B[row, i]·A[i, column] */
function updateAt(
  { a, b, scale, target }: EquivalentLora,
  [row, column]: readonly [number, number],
): number {
  const [rank = 0] = a.shape;
  let sum = 0;
  for (let i = 0; i < rank; i++) {
    sum += (b.data[row * rank + i] as number) * (a.data[i * target.in + column] as number);
  }
  return scale * sum;
}

// shareOf(): shares as they were written, not as processors hold them.
import assert from "node:assert/strict";
import fc from "fast-check";
import { shareOf } from "../../decimal/mod.ts";

const shares: readonly [share: number, whole: number, down: number, up: number, nearest: number][] =
  [
    [0.29, 100, 29, 29, 29],
    [0.07, 100, 7, 7, 7],
    [0.57, 100, 57, 57, 57],
    [0.1, 3, 0, 1, 0],
    [0.29, 50, 14, 15, 15],
    [0.15, 30, 4, 5, 5],
    [1, 7, 7, 7, 7],
    [0, 7, 0, 0, 0],
    [1e-7, 10_000_000, 1, 1, 1],
    [2.5e-7, 10_000_000, 2, 3, 3],
    [1e21, 3, 3e21, 3e21, 3e21],
  ];

for (const [share, whole, ...rounded] of shares) {
  Deno.test(`shareOf() gives ${rounded.join(", ")} for ${share} of ${whole}`, () => {
    const all = (["down", "up", "nearest"] as const).map((each) => shareOf(share, whole, each));
    assert.deepEqual(all, rounded);
  });
}

Deno.test("shareOf() is exact for every share in hundred-thousandths", () => {
  const property = fc.property(fc.nat(100_000), fc.nat(1_000_000), (parts, whole) => {
    const exact = BigInt(parts) * BigInt(whole);
    assert.equal(shareOf(parts / 100_000, whole, "down"), Number(exact / 100_000n));
    assert.equal(shareOf(parts / 100_000, whole, "up"), Number((exact + 99_999n) / 100_000n));
  });
  fc.assert(property);
});

Deno.test("shareOf() refuses what is no share of a whole number", () => {
  for (const [share, whole] of [[-0.1, 10], [NaN, 10], [Infinity, 10], [0.1, 1.5], [0.1, -1]]) {
    assert.throws(() => shareOf(share as number, whole as number, "down"), RangeError);
  }
});

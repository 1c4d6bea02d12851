// Tests of dynamic masking: what is chosen, what it becomes, and that a key decides it.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Batch, ignored, maskedSlots, maskTokens, type Tokens } from "../../data/mod.ts";

const length = 24;
const tokens: Tokens = {
  vocabulary: 600,
  begin: 0,
  pad: 1,
  end: 2,
  unknown: 3,
  mask: 599,
  length,
};
const masked = maskedSlots(length);

/** Rows with the given numbers of real tokens, whose ids count up from 100. */
function batchOf(sizes: readonly number[]): Batch {
  const rows = sizes.map((size) => {
    const real = Array.from({ length: size }, (_, i) => 100 + i);
    const row = [tokens.begin, ...real, tokens.end];
    return [...row, ...Array<number>(length - row.length).fill(tokens.pad)];
  });
  const shape = [sizes.length, length];
  return { input_ids: { dtype: "int32", shape, data: Int32Array.from(rows.flat()) } };
}

const sizes = fc.array(fc.integer({ min: 0, max: length - 2 }), { minLength: 1, maxLength: 8 });

function mask(batch: Batch, key: number) {
  const result = maskTokens(batch, { tokens, masked, key: ["mask", key] });
  const column = (name: string) => Array.from(result[name]?.data ?? []);
  return { before: column("labels"), places: column("masked_positions"), ids: column("input_ids") };
}

Deno.test("maskedSlots() is a share of what lies between the ends, at least one, 15 % if unsaid", () => {
  assert.equal(maskedSlots(24), 3);
  assert.equal(maskedSlots(128), 19);
  assert.equal(maskedSlots(3), 1);
  assert.equal(maskedSlots(24, 0.4), 9);
});

Deno.test("maskTokens() asks for 15 % of the real tokens, at least one, never a special token", () => {
  fc.assert(fc.property(sizes, fc.nat(), (rows, key) => {
    const { before, places } = mask(batchOf(rows), key);
    rows.forEach((size, row) => {
      const labels = before.slice(row * masked, (row + 1) * masked);
      const counted = labels.filter((label) => label !== ignored);
      assert.equal(counted.length, size === 0 ? 0 : Math.max(1, Math.round(0.15 * size)));
      const own = places.slice(row * masked, (row + 1) * masked);
      assert.ok(own.every((place) => Math.floor(place / length) === row));
      counted.forEach((label, slot) => assert.equal(label, 99 + (own[slot] ?? 0) % length));
    });
  }));
});

Deno.test("maskTokens() changes nothing outside the positions it names", () => {
  fc.assert(fc.property(sizes, fc.nat(), (rows, key) => {
    const batch = batchOf(rows);
    const { ids, places, before } = mask(batch, key);
    const restored = Int32Array.from(ids);
    before.forEach((label, slot) => {
      if (label !== ignored) restored[places[slot] ?? -1] = label;
    });
    assert.deepEqual(restored, batch.input_ids?.data);
  }));
});

Deno.test("maskTokens() is a function of its key", () => {
  const batch = batchOf([20, 3, 11]);
  assert.deepEqual(mask(batch, 5), mask(batch, 5));
  assert.notDeepEqual(mask(batch, 5), mask(batch, 6));
});

Deno.test("maskTokens() replaces 80 % by the mask, 10 % by an ordinary token, and keeps 10 %", () => {
  const { before, places, ids } = mask(batchOf(Array<number>(4000).fill(20)), 1);
  const now = places.map((place) => ids[place] ?? -1);
  const count = before.length;
  const share = (holds: (slot: number) => boolean) =>
    before.filter((_, slot) => holds(slot)).length / count;
  const near = (found: number, wanted: number) => { // four standard errors of a share
    const error = Math.sqrt(wanted * (1 - wanted) / count);
    assert.ok(Math.abs(found - wanted) < 4 * error, `${found} instead of ${wanted}`);
  };
  near(share((slot) => now[slot] === tokens.mask), 0.8);
  near(share((slot) => now[slot] === before[slot]), 0.1 + 0.1 / 595);
  const random = now.filter((id, slot) => id !== tokens.mask && id !== before[slot]);
  near(random.length / count, 0.1 * 594 / 595);
  assert.ok(random.every((id) => id > 3 && id < tokens.mask));
  assert.ok(new Set(random).size > 300);
});

Deno.test("maskTokens() predicts the share asked for, within the slots there are", () => {
  const counted = (masking: { masked: number; share: number }) => {
    const { labels } = maskTokens(batchOf([20]), { tokens, key: ["mask", 1], ...masking });
    return Array.from(labels?.data ?? []).filter((label) => label !== ignored).length;
  };
  assert.equal(counted({ masked: 9, share: 0.4 }), 8);
  assert.equal(counted({ masked: 5, share: 0.4 }), 5);
});

Deno.test("maskTokens() gives no slot to rows that fill up a batch", () => {
  const masking = { tokens, masked, key: ["mask", 1], counted: 1 };
  const result = maskTokens(batchOf([20, 20]), masking);
  const labels = Array.from(result.labels?.data ?? []);
  assert.ok(labels.slice(0, masked).every((label) => label !== ignored));
  assert.deepEqual(labels.slice(masked), Array(masked).fill(ignored));
});

Deno.test("maskTokens() refuses a batch without tokens", () => {
  assert.throws(() => maskTokens({}, { tokens, masked, key: [] }), /without input_ids/);
});

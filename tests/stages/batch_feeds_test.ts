// batchFeeds(): pixels are normalised, words are masked, other columns pass as they are.
import assert from "node:assert/strict";
import { ignored } from "../../data/mod.ts";
import { batchFeeds, evaluationRows } from "../../stages/batch_feeds.ts";
import { type Kind, tinyCard, tinySplit } from "../support/tiny_data.ts";

const source = (kind: Kind) => ({ card: tinyCard(kind), split: tinySplit(kind, "test"), batch: 4 });
const rows = { rows: Int32Array.of(8, 0, 3, 3), counted: 3 };

Deno.test("batchFeeds() scales pixels to 0 … 1, then takes the mean off and divides by the deviation", () => {
  const { split } = source("images");
  const feeds = batchFeeds(source("images"), rows, []);
  const stored = split.columns.pixel_values?.data.slice(8 * 64, 9 * 64) ?? [];
  const { shape, dtype, data } = feeds.pixel_values ?? assert.fail("no pixels");
  assert.deepEqual([shape, dtype], [[4, 1, 8, 8], "float32"]);
  assert.deepEqual(
    Array.from(data.slice(0, 64)),
    Array.from(stored, (grey) => Math.fround((grey / 255 - 0.25) / 0.5)),
  );
  assert.deepEqual(
    Array.from(feeds.labels?.data ?? []),
    [8, 0, 3, 3].map((row) => split.columns.labels?.data[row]),
  );
});

Deno.test("batchFeeds() leaves the words of a classified text as they are, whatever the key", () => {
  const { split } = source("texts");
  const feeds = batchFeeds(source("texts"), rows, ["one"]);
  assert.deepEqual(batchFeeds(source("texts"), rows, ["two"]), feeds);
  assert.deepEqual(feeds.input_ids?.data.slice(0, 7), split.columns.input_ids?.data.slice(56, 63));
  assert.deepEqual(Object.keys(feeds).sort(), ["attention_mask", "input_ids", "labels"]);
});

Deno.test("batchFeeds() masks words by its key, and counts no slot of a row that fills up", () => {
  const [one, same, two] = ["one", "one", "two"].map((key) =>
    batchFeeds(source("masked"), rows, [key])
  );
  assert.deepEqual(one, same);
  assert.notDeepEqual(one?.masked_positions, two?.masked_positions);
  const labels = Array.from(one?.labels?.data ?? []);
  assert.equal(labels.length, 4 * 2);
  assert.deepEqual(labels.slice(6), [ignored, ignored]);
  assert.ok([0, 2, 4].every((slot) => labels[slot] !== ignored));
});

Deno.test("batchFeeds() gives the label of a masked slot as the word that stood there", () => {
  const { split } = source("masked");
  const { labels, masked_positions: places } = batchFeeds(source("masked"), rows, ["one"]);
  const before = [8, 0, 3, 3].flatMap((row) =>
    Array.from(split.columns.input_ids?.data.slice(row * 7, row * 7 + 7) ?? [])
  );
  labels?.data.forEach((label, slot) => {
    if (label !== ignored) assert.equal(label, before[places?.data[slot] ?? -1]);
  });
});

Deno.test("evaluationRows() fills up with row 0 behind the end", () => {
  const { rows, counted } = evaluationRows(source("texts"), { start: 4, end: 6 });
  assert.deepEqual([Array.from(rows), counted], [[4, 5, 0, 0], 2]);
  const whole = evaluationRows(source("texts"), { start: 4, end: 9 });
  assert.deepEqual([Array.from(whole.rows), whole.counted], [[4, 5, 6, 7], 4]);
});

// score(): which rows and slots count, and what a prediction is.
import assert from "node:assert/strict";
import type { Session, Value } from "../../engine/run.ts";
import { ignored, type Split } from "../../data/mod.ts";
import type { DataCard } from "../../stages/cards.ts";
import { score } from "../../stages/score.ts";
import { tinyCard, tinySplit } from "../support/tiny_data.ts";

type Answer = (row: number, feeds: Readonly<Record<string, Value>>) => readonly [number, number[]];

/** A session that answers each row of the labels with a loss and logits. */
function answering(answer: Answer): Session & { readonly seen: Record<string, Value>[] } {
  const seen: Record<string, Value>[] = [];
  const run = (feeds: Readonly<Record<string, Value>>) => {
    seen.push({ ...feeds });
    const rows = feeds.labels?.data.length ?? 0;
    const answers = Array.from({ length: rows }, (_, row) => answer(row, feeds));
    return Promise.resolve({
      losses: float(answers.map(([loss]) => loss)),
      logits: float(answers.flatMap(([, logits]) => logits)),
    });
  };
  return { inputs: [], outputs: [], run, close: () => Promise.resolve(), seen };
}

function float(values: number[]): Value {
  return { dtype: "float32", shape: [values.length], data: Float32Array.from(values) };
}

/** Labels 0, 1, 2 …, each beside itself as an input. */
function countingSplit(count: number): Split {
  const data = Int32Array.from({ length: count }, (_, index) => index);
  return { count, columns: { labels: { dtype: "int32", shape: [], data } } };
}

const card = { task: { kind: "sequence_classification", labels: 3 } } as DataCard;
const labelOf = (row: number, feeds: Readonly<Record<string, Value>>) =>
  feeds.labels?.data[row] ?? 0;

for (const batch of [1, 3, 4, 5, 7, 9]) {
  Deno.test(`score() counts each of 7 rows once in batches of ${batch}`, async () => {
    const session = answering((row, feeds) => [labelOf(row, feeds), [0, labelOf(row, feeds)]]);
    const { loss, predictions } = await score(
      session,
      { card, split: countingSplit(7), batch },
      {},
    );
    assert.equal(loss, 3);
    assert.deepEqual(predictions, [0, 1, 1, 1, 1, 1, 1]);
    assert.ok(session.seen.every(({ labels }) => labels?.data.length === batch));
  });
}

Deno.test("score() with a limit counts that many rows, though a batch may hold more", async () => {
  const session = answering((row, feeds) => [labelOf(row, feeds), [0, 0]]);
  const source = { card, split: countingSplit(16), batch: 4, limit: 6 };
  const { loss, predictions } = await score(session, source, {});
  assert.equal(predictions.length, 6);
  assert.equal(loss, 2.5);
  assert.equal(session.seen.length, 2);
});

Deno.test("score() feeds the given tensors beside each batch", async () => {
  const session = answering(() => [1, [0]]);
  const weight = float([7]);
  await score(session, { card, split: countingSplit(4), batch: 2 }, { weight });
  assert.deepEqual(session.seen.map((feeds) => feeds.weight), [weight, weight]);
});

Deno.test("score() predicts the class of the largest logit, of equal ones the first", async () => {
  const logits = [[0, 2, 2], [-1, -3, -2], [0, 1, 5]];
  const session = answering((row) => [1, logits[row] ?? []]);
  const { predictions, metric } = await score(
    session,
    { card, split: countingSplit(3), batch: 3 },
    {},
  );
  assert.deepEqual(predictions, [1, 0, 2]);
  assert.equal(metric, 1 / 3);
});

Deno.test("score() of masked words ignores unused slots and rows that fill up, whatever stands there", async () => {
  const used: number[] = [];
  const session = answering((row, feeds) => {
    const label = labelOf(row, feeds);
    if (label === ignored) return [NaN, [NaN, NaN]];
    used.push(label);
    return [label, [1, 0]];
  });
  const source = { card: tinyCard("masked"), split: tinySplit("masked", "test"), batch: 4 };
  const { loss, predictions } = await score(session, source, {});
  const slots = session.seen.reduce((sum, { labels }) => sum + (labels?.data.length ?? 0), 0);
  assert.ok(used.length < slots);
  assert.equal(loss, used.reduce((sum, label) => sum + label, 0) / used.length);
  assert.deepEqual(predictions, used.map(() => 0));
});

Deno.test("score() masks the same words each time", async () => {
  const source = { card: tinyCard("masked"), split: tinySplit("masked", "test"), batch: 4 };
  const [first, second] = [answering(() => [1, [0]]), answering(() => [1, [0]])];
  await score(first, source, {});
  await score(second, source, {});
  assert.deepEqual(first.seen, second.seen);
  assert.notDeepEqual(
    first.seen[0]?.input_ids?.data,
    source.split.columns.input_ids?.data.slice(0, 28),
  );
});

Deno.test("score() of next words takes each label from the token behind its logits", async () => {
  const [length, vocabulary] = [3, 5];
  const ids = Int32Array.of(1, 2, 3, 4, 0, 1);
  const labels = Int32Array.of(ignored, 2, 3, ignored, ignored, 1);
  const column = (data: Int32Array) => ({ dtype: "int32", shape: [length], data }) as const;
  const split: Split = { count: 2, columns: { "input_ids": column(ids), labels: column(labels) } };
  // Losses 1 … 4 of (row, token) pairs; each token's logits point at the one behind it.
  const next = [2, 3, 0, 0, 1, 0];
  const run = () =>
    Promise.resolve({
      losses: float([1, 2, 3, 4]),
      logits: float(
        next.flatMap((id) => Array.from({ length: vocabulary }, (_, at) => +(at === id))),
      ),
    });
  const session = { inputs: [], outputs: [], run, close: () => Promise.resolve() };
  const causal = { task: { kind: "causal_lm" } } as DataCard;
  const { loss, metric, predictions } = await score(session, { card: causal, split, batch: 2 }, {});
  assert.deepEqual(predictions, [2, 3, 1]);
  assert.equal(loss, (1 + 2 + 4) / 3);
  assert.equal(metric, Math.exp(loss));
});

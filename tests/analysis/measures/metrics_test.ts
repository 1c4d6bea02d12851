// Task metrics against scikit-learn and scipy.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  accuracy,
  f1,
  matthews,
  meanSquaredError,
  pearson,
  perplexity,
  spearman,
} from "../../../analysis/mod.ts";
import { near } from "../support/near.ts";
import { readReference } from "../support/reference.ts";

interface Case {
  kind: "classification" | "regression" | "perplexity";
  labels: number[];
  predictions: number[];
  [measure: string]: unknown;
}
interface LanguageCase {
  logits: number[][][];
  labels: number[][];
  "shifted_loss": number;
  perplexity: number;
}

const { cases } = readReference<{ cases: Case[] }>("metrics.json");
const of = (kind: Case["kind"]) => cases.filter((each) => each.kind === kind);

/** A case's measure is checked where the reference has it. */
function checkAll(each: Case, measures: Record<string, number>): void {
  for (const [name, value] of Object.entries(measures)) {
    const expected = each[name];
    if (typeof expected === "number") near(value, expected, 1e-10, name);
  }
}

Deno.test("classification metrics equal scikit-learn's, degenerate cases included", () => {
  assert.equal(of("classification").length, 8);
  for (const each of of("classification")) {
    const { labels, predictions } = each;
    checkAll(each, {
      accuracy: accuracy(labels, predictions),
      mcc: matthews(labels, predictions),
      f1_macro: f1(labels, predictions, "macro"),
      f1_micro: f1(labels, predictions, "micro"),
      f1_weighted: f1(labels, predictions, "weighted"),
      f1_binary_pos1: f1(labels, predictions),
    });
  }
});

Deno.test("regression metrics equal scipy's, ties included", () => {
  assert.equal(of("regression").length, 3);
  for (const each of of("regression")) {
    const { labels, predictions } = each;
    checkAll(each, {
      pearson: pearson(labels, predictions),
      spearman: spearman(labels, predictions),
      mse: meanSquaredError(labels, predictions),
    });
  }
});

Deno.test("perplexity() is exp of the mean loss over counted tokens", () => {
  const [each] = of("perplexity") as unknown as LanguageCase[];
  assert.ok(each);
  const losses = each.logits.flatMap((sequence, row) =>
    shiftedLosses(sequence, each.labels[row] as number[])
  );
  near(Math.log(perplexity(losses)), each.shifted_loss, 1e-10);
  near(perplexity(losses), each.perplexity, 1e-10);
});

function shiftedLosses(logits: number[][], labels: number[]): number[] {
  return logits.slice(0, -1).flatMap((scores, position) => {
    const label = labels[position + 1] as number;
    if (label === -100) return [];
    return [
      Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - (scores[label] as number),
    ];
  });
}

const paired = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 40,
});

Deno.test("accuracy() equals micro-averaged f1()", () => {
  fc.assert(fc.property(paired, (pairs) => {
    const [labels, predictions] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
    near(f1(labels, predictions, "micro"), accuracy(labels, predictions), 1e-12);
  }));
});

Deno.test("matthews() is symmetric and keeps to [−1, 1]", () => {
  fc.assert(fc.property(paired, (pairs) => {
    const [labels, predictions] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
    const value = matthews(labels, predictions);
    near(value, matthews(predictions, labels), 1e-12);
    assert.ok(Math.abs(value) <= 1 + 1e-12);
  }));
});

// The paper's claims, put to numbers made so that the outcome is known.
import assert from "node:assert/strict";
import { card } from "../support/card.ts";
import { type Cell, geometryClaims, performanceClaims } from "../../../analysis/mod.ts";
import { sourcedAs } from "../support/demo.ts";

function cells(method: string, values: Record<string, number>, data = "d"): Cell[] {
  return [1, 2, 3].map((seed) => ({
    model: "m",
    data,
    method: card(method),
    seed,
    metric: "accuracy",
    values: sourcedAs(`${method}/${data}/${seed}`, {
      ...values,
      score: (values["score"] ?? 0) + seed * 1e-4,
    }),
  }));
}

function outcomes(of: Cell[]): Record<string, string> {
  const claims = [...performanceClaims(of), ...geometryClaims(of)];
  return Object.fromEntries(claims.map(({ id, tested }) => [id, tested.open().value.outcome]));
}

Deno.test("claims stay open where nothing was measured", () => {
  assert.deepEqual([...new Set(Object.values(outcomes([])))], ["open"]);
});

Deno.test("claims about performance follow the scores", () => {
  const found = outcomes([
    ...cells("fft", { score: 0.9, trained: 99 }),
    ...cells("asym", { score: 0.7, trained: 5 }),
    ...cells("cla", { score: 0.6, trained: 5 }),
    ...cells("fft", { score: 0.5 }, "e"),
    ...cells("cla", { score: 0.8 }, "e"),
  ]);
  assert.equal(found["c1"], "holds");
  assert.equal(found["c2"], "holds");
  assert.equal(found["c3"], "fails");
  assert.equal(found["c4"], "fails");
  assert.equal(found["c6"], "holds");
});

Deno.test("of perplexities the lower one is ahead in a claim", () => {
  const falling = (method: string, score: number) =>
    cells(method, { score }).map((cell) => ({ ...cell, metric: "perplexity" as const }));
  const claims = performanceClaims([
    ...falling("fft", 60),
    ...falling("lora", 64),
    ...falling("asym", 70),
    ...falling("cla", 50),
  ]);
  const found = new Map(claims.map(({ id, tested }) => [id, tested.open().value]));
  const text = (id: string) => found.get(id)?.format(found.get(id)?.found ?? NaN);
  assert.equal(text("c2"), "+16.67");
  assert.equal(found.get("c2")?.outcome, "holds");
  assert.equal(text("c3"), "0.00");
  assert.equal(found.get("c4")?.outcome, "holds");
});

Deno.test("claims about geometry count pairs of a chain and its single link", () => {
  const found = outcomes([
    ...cells("lora", { hessianTrace: 1, intrudersLeft: 3, generalization: 0.2, bound: 2 }),
    ...cells("cola", { hessianTrace: 2, intrudersLeft: 9, generalization: 0.1, bound: 3 }),
    ...cells("asym", { hessianTrace: 5, intrudersLeft: 1, generalization: 0.3, bound: 1 }),
    ...cells("rac", { hessianTrace: 4, intrudersLeft: 2, generalization: 0.4, bound: 1.5 }),
  ]);
  assert.equal(found["c12"], "in part");
  assert.equal(found["c14"], "holds");
  assert.equal(found["c13"], "holds");
  assert.equal(found["c11"], "fails");
  assert.equal(found["c9"], "open");
});

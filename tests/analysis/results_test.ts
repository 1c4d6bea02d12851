// Summaries over seeds and the verdict on their differences.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Cell,
  type Comparison,
  methodsOf,
  resultsTable,
  setupsOf,
  signals,
  summarize,
  type Summary,
} from "../../analysis/mod.ts";
import { card } from "./support/card.ts";
import { demoCells, sourcedAs } from "./support/demo.ts";
import { near } from "./support/near.ts";

function cell(method: string, seed: number, score: number): Cell {
  const values = sourcedAs(`evaluate:m/d/${method}/seed=${seed}`, { score });
  return { model: "m", data: "d", method: card(method), seed, metric: "accuracy", values };
}

Deno.test("summarize() gives the mean, the ddof-0 deviation and the standard error", () => {
  const [found] = summarize([cell("lora", 1, 1), cell("lora", 2, 2), cell("lora", 3, 6)], "score");
  assert.ok(found);
  near(found.mean.open().value, 3, 1e-12);
  near(found.deviation?.open().value ?? NaN, Math.sqrt(14 / 3), 1e-12);
  near(found.standardError?.open().value ?? NaN, Math.sqrt(7 / 3), 1e-12);
  assert.equal(found.mean.sources.length, 3);
});

Deno.test("summarize() says nothing of spread for a single seed", () => {
  const [found] = summarize([cell("lora", 1, 0.5)], "score");
  assert.equal(found?.deviation, null);
  assert.equal(found?.standardError, null);
});

Deno.test("summarize() ignores the order of cells, but for the order of rows", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...demoCells], { minLength: demoCells.length }), (cells) => {
      const key = ({ model, method }: Summary) => `${model}/${method.id}`;
      const sorted = (of: readonly Cell[]) =>
        summarize(of, "score").toSorted((a, b) => key(a) < key(b) ? -1 : 1)
          .map((summary) => [key(summary), summary.mean.open(), summary.deviation?.open()]);
      assert.deepEqual(sorted(cells), sorted(demoCells));
    }),
    { numRuns: 10 },
  );
});

Deno.test("summarize() leaves out cells without the measure", () => {
  assert.equal(summarize(demoCells, "hessianTrace").length, 9);
  assert.deepEqual(summarize(demoCells, "unheard of"), []);
});

Deno.test("resultsTable() has a row per cell and a column per value", () => {
  const table = resultsTable(demoCells);
  assert.equal(table.numRows(), demoCells.length);
  assert.ok(table.columnNames().includes("generalization"));
});

Deno.test("setupsOf() keeps the order of appearance", () => {
  const ids = setupsOf(demoCells).map(({ id }) => id);
  assert.deepEqual(ids, [
    "vit-mini-digits",
    "roberta-mini-wordnet_supersenses",
    "gpt2-mini-records",
  ]);
});

Deno.test("setupsOf() keeps setups apart whose names are glued to the same id", () => {
  const glued = [["vit-smoke", "digits"], ["vit", "smoke-digits"]].map((
    [model = "", data = ""],
  ) => (
    { ...cell("lora", 1, 0.5), model, data }
  ));
  assert.deepEqual(setupsOf(glued).map(({ model, data }) => [model, data]), [
    ["vit-smoke", "digits"],
    ["vit", "smoke-digits"],
  ]);
});

function asked(cells: readonly Cell[]): Map<string, Comparison> {
  const found = signals(summarize(cells, "score"));
  return new Map(found.map(({ key, answer }) => [key, answer.open().value]));
}

const scores = (method: string, values: number[]) =>
  values.map((value, index) => cell(method, index, value));

Deno.test("signals() tell a difference from noise at three standard errors", () => {
  const found = asked([
    ...scores("head", [0.5, 0.51, 0.49]),
    ...scores("lora", [0.8, 0.81, 0.79]),
    ...scores("fft", [0.8, 0.82, 0.805]),
  ]);
  assert.equal(found.get("lora-head")?.verdict, "signal");
  assert.equal(found.get("best-lora")?.verdict, "noise");
  assert.equal(found.get("best-lora")?.better.id, "fft");
});

Deno.test("signals() judge nothing by one seed", () => {
  const found = asked([cell("head", 1, 0.1), cell("lora", 1, 0.9)]);
  assert.equal(found.get("lora-head")?.verdict, "unknown");
  assert.equal(found.get("lora-head")?.ratio, null);
});

Deno.test("signals() count a lower perplexity as better", () => {
  const lower = (each: Cell): Cell => ({ ...each, metric: "perplexity" });
  const found = asked([
    ...scores("head", [9, 9.1, 8.9]).map(lower),
    ...scores("lora", [3, 3.1, 2.9]).map(lower),
  ]);
  assert.ok((found.get("lora-head")?.difference ?? 0) > 5.9);
  assert.equal(found.get("lora-head")?.verdict, "signal");
});

Deno.test("signals() find equal seeds without spread different, and equal ones not", () => {
  const found = asked([
    ...scores("head", [0.5, 0.5]),
    ...scores("lora", [0.75, 0.75]),
    ...scores("fft", [0.5, 0.5]),
  ]);
  assert.equal(found.get("lora-head")?.verdict, "signal");
  assert.equal(found.get("fft-head")?.verdict, "noise");
});

Deno.test("methodsOf() gives only the setup's own summaries", () => {
  const summaries = summarize(demoCells, "score");
  const [first] = setupsOf(demoCells);
  assert.ok(first);
  assert.ok([...methodsOf(summaries, first).values()].every(({ model }) => model === "vit-mini"));
});

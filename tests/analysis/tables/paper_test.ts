// The tables' marks and arrows, put to the numbers that the paper prints.
import assert from "node:assert/strict";
import {
  type Cell,
  generalization,
  type Metric,
  performance,
  Sourced,
  type Table,
} from "../../../analysis/mod.ts";
import { card } from "../support/card.ts";
import { readRows } from "../support/reference.ts";

type Printed = Record<string, string>;

const ids: Record<string, string> = {
  "FFT": "fft",
  "LoRA": "lora",
  "CoLA": "cola",
  "Asym": "asym",
  "RAC": "rac",
  "LoRA+": "loraplus",
  "cLA": "cla",
  "c3LA": "c3la",
  "r-cLA": "rcla",
  "r-c3LA": "rc3la",
};

function metricOf(name = ""): Metric {
  if (name.startsWith("perplexity")) return "perplexity";
  return name.startsWith("matthews") ? "matthews" : "accuracy";
}

function cellOf(printed: Printed, measure: string): Cell {
  const metric = metricOf(printed["metric"]);
  const scale = measure === "score" && metric !== "perplexity" ? 100 : 1;
  return {
    model: printed["model"] ?? "",
    data: printed["dataset"] ?? "",
    method: card(ids[printed["method"] ?? ""] ?? ""),
    seed: 0,
    metric,
    values: { [measure]: new Sourced(Number(printed["mean"]) / scale, ["paper"]) },
  };
}

function found(table: Table, printed: Printed) {
  const row = table.rows.find(({ id }) => id === `${printed["model"]}-${printed["dataset"]}`);
  const cell = row?.cells.find(({ column }) => column === ids[printed["method"] ?? ""]);
  assert.ok(cell, JSON.stringify(printed));
  return cell;
}

Deno.test("performance() marks and measures the paper's Table 2 as recomputed by hand", () => {
  const printed = readRows("table2.csv");
  const table = performance(printed.map((each) => cellOf(each, "score")));
  assert.deepEqual([table.rows.length, table.columns.length], [20, 10]);
  for (const each of printed) {
    const cell = found(table, each);
    assert.equal(cell.mark ?? "", each["marker_recomputed"], JSON.stringify(each));
    assert.equal(Number(cell.text), Number(each["mean"]));
    const arrow = cell.extras?.find(({ name }) => name === "change");
    const expected = Number(each["recomputed_change_pct"]);
    if (arrow) assert.ok(Math.abs(arrow.value - expected) < 0.011, JSON.stringify(each));
  }
});

Deno.test("performance() draws arrows for sparse methods outside the top three, and for no other", () => {
  const table = performance(readRows("table2.csv").map((each) => cellOf(each, "score")));
  const sparse = ["cla", "c3la", "rcla", "rc3la"];
  for (const cell of table.rows.flatMap(({ cells }) => cells)) {
    const arrow = cell.extras?.some(({ name }) => name === "change") ?? false;
    assert.equal(arrow, sparse.includes(cell.column) && cell.mark === undefined);
  }
  const perplexity = table.rows.find(({ id }) => id === "GPT2-Small-E2E");
  const cla = perplexity?.cells.find(({ column }) => column === "cla");
  assert.deepEqual(cla?.extras, [{
    name: "change",
    value: (3.34 - 2.98) / 2.98 * 100,
    text: "12.08",
    prefix: "↑",
    suffix: "%",
    sources: ["paper"],
  }]);
});

Deno.test("generalization() marks the paper's Table 3 as recomputed by hand", () => {
  const printed = readRows("table3.csv");
  const table = generalization(printed.map((each) => cellOf(each, "generalization")));
  assert.deepEqual([table.rows.length, table.columns.length], [10, 10]);
  for (const each of printed) {
    const cell = found(table, each);
    assert.equal(cell.mark ?? "", each["marker_recomputed"], JSON.stringify(each));
    assert.equal(Number(cell.text), Number(each["mean"]));
  }
});

// Tests of cli/address.ts: what is an address, and what is not.
import assert from "node:assert/strict";
import { isAddress, numberLines } from "../../cli/address.ts";

Deno.test("isAddress() tells exhibit/row/column from the name of a node", () => {
  for (const name of ["table_2/vit-mini-digits/cla", "table_2/vit-mini-digits/cla:std"]) {
    assert.equal(isAddress(name), true, name);
  }
  const others = [
    "train:vit-mini/digits/cla/seed=12",
    "prepare_data:digits",
    "table_2",
    "a/b",
    "a/b/c/d",
    "",
  ];
  for (const name of others) assert.equal(isAddress(name), false, name);
});

Deno.test("numberLines() has the number with its unit, what stands beside it, each seed and the file", () => {
  const lines = numberLines({
    address: "table_2/vit/cla",
    value: 81.5,
    unit: "accuracy, %",
    beside: { std: 0.5 },
    seeds: [{ node: "evaluate:a/seed=1", value: 81 }, { node: "evaluate:a/seed=2", value: 82 }],
    sources: ["evaluate:a/seed=1", "evaluate:a/seed=2"],
    file: "table_2.csv",
  });
  assert.deepEqual(lines, [
    "table_2/vit/cla: 81.5 (accuracy, %)",
    "std: 0.5",
    "mean of 2:",
    "  evaluate:a/seed=1: 81",
    "  evaluate:a/seed=2: 82",
    "file: table_2.csv",
  ]);
});

Deno.test("numberLines() lets no manifest move the cursor", () => {
  const hostile = "\x1b[2J";
  const shown = { value: hostile, beside: { [hostile]: hostile }, seeds: [], sources: [hostile] };
  for (const line of numberLines({ address: "table_2/vit/cla", ...shown, file: "table_2.csv" })) {
    assert.doesNotMatch(line, /\p{Cc}/u);
  }
});

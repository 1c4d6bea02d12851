// Tests of the tables that benches print and keep.
import { strictEqual } from "node:assert/strict";
import { figure, markdown } from "../../bench/report/table.ts";

Deno.test("figure() keeps three significant digits and never writes an exponent", () => {
  const figures = [0.012345, 1.2345, 99.96, 123.45, 1_234_567].map(figure);
  strictEqual(figures.join(" "), "0.0123 1.23 100 123 1234567");
});

Deno.test("figure() writes a dash for what was not measured", () => {
  strictEqual(figure(NaN), "–");
});

Deno.test("markdown() aligns columns, words to the left and numbers to the right", () => {
  const table = { title: "T", columns: ["peer", "ms"], rows: [["a", "1.00"]], notes: ["Note."] };
  strictEqual(
    markdown(table),
    "### T\n\n| peer |   ms |\n| ---- | ---: |\n| a    | 1.00 |\n\nNote.\n",
  );
});

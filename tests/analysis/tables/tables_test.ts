// The tables of the synthetic study: their text, their CSV and the addresses of their numbers.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Cell,
  chapters,
  compact,
  count,
  fixed,
  marks,
  numbersOf,
  performance,
  scientific,
  signed,
  type Table,
  toCsv,
  toMarkdown,
} from "../../../analysis/mod.ts";
import { demoCells, sourcedAs } from "../support/demo.ts";
import { card } from "../support/card.ts";
import { demoEvidence } from "../support/demo_page.ts";

const tables: readonly Table[] = chapters(demoEvidence).flatMap((chapter) => chapter.tables);

Deno.test("every table reads as in its snapshot", async (t) => {
  for (const table of tables) {
    await t.step(table.exhibit, async (step) => {
      await step.assertSnapshot(toMarkdown(table));
    });
  }
});

Deno.test("every number of every table has its own address, and a source", () => {
  const numbers = tables.flatMap(numbersOf);
  assert.equal(new Set(numbers.map(({ address }) => address)).size, numbers.length);
  assert.ok(numbers.every(({ address }) => address.split("/").length === 3));
  assert.ok(numbers.every(({ sources }) => sources.length > 0));
});

Deno.test("toCsv() holds every number under its column, in the text of the table", () => {
  for (const table of tables) {
    const [head = "", ...lines] = toCsv(table).trimEnd().split("\n");
    const names = fieldsOf(head);
    assert.equal(lines.length, table.rows.length);
    const fields = lines.map(fieldsOf);
    assert.ok(fields.every((line) => line.length === names.length));
    for (const { address, text } of numbersOf(table)) {
      const [, row, column = ""] = address.split("/");
      const line = fields[table.rows.findIndex(({ id }) => id === row)];
      assert.equal(line?.[names.indexOf(column)], text, address);
    }
  }
});

/** One line of CSV, quotes resolved. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1)
    .map(([, field = ""]) =>
      field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field
    )
    .concat(line.endsWith(",") ? [""] : []);
}

Deno.test("a diverged cell is shown as such, has no number and no rank", () => {
  const broken: Cell = {
    ...(demoCells[0] as Cell),
    method: card("lora"),
    values: sourcedAs("n", { score: NaN }),
  };
  const rest = demoCells.filter(({ method }) => method.id !== "lora");
  const table = performance([...rest, broken]);
  const cell = table.rows[0]?.cells.find(({ column }) => column === "lora");
  assert.equal(cell?.text, "diverged");
  assert.equal(cell?.mark, undefined);
  assert.ok(!numbersOf(table).some(({ address }) => address.endsWith("digits/lora")));
});

Deno.test("an empty study gives empty tables, not errors", () => {
  assert.equal(performance([]).rows.length, 0);
  assert.match(toCsv(performance([])), /^model,data,metric\n$/);
});

Deno.test("numbers are written as the paper writes them", () => {
  assert.deepEqual(
    [0.485, 4.29, 0.00955, 12.34, 0, 1234.5, 0.9999].map(scientific),
    ["4.85e-1", "4.29", "9.55e-3", "12.3", "0.00", "1.23e3", "1.00"],
  );
  assert.deepEqual([0.1223, 12.34, 1e-5].map(compact), ["0.122", "12.3", "1.00e-5"]);
  assert.deepEqual([1.005, -0.001, NaN].map((value) => fixed(value, 2)), [
    "1.00",
    "0.00",
    "diverged",
  ]);
  assert.deepEqual([1.2, -0.4, 0.001].map((value) => signed(value, 2)), ["+1.20", "-0.40", "0.00"]);
  assert.equal(count(147456), "147456");
});

Deno.test("marks() give each place to equals, skip the next, and turn with the direction", () => {
  const row = [["a", "3.0"], ["b", "3.0"], ["c", "2.0"], ["d", "1.0"]]
    .map(([id = "", text = ""]) => ({ id, text }));
  assert.deepEqual([...marks(row, false)], [["a", "best"], ["b", "best"], ["c", "third"]]);
  assert.deepEqual([...marks(row, true)], [
    ["a", "third"],
    ["b", "third"],
    ["c", "second"],
    ["d", "best"],
  ]);
});

Deno.test("marks() always name a best one", () => {
  const rows = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
  fc.assert(fc.property(rows, fc.boolean(), (values, lower) => {
    const row = values.map((value, index) => ({ id: String(index), text: value.toFixed(2) }));
    const best = [...marks(row, lower)].filter(([, mark]) => mark === "best");
    assert.ok(best.length >= 1);
  }));
});

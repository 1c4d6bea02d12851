// docs/reliability.md has a row for every kind of trial, in the words of the table.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { kinds } from "../../trials/kinds.ts";
import { oracles } from "../../trials/oracles.ts";

const path = fileURLToPath(new URL("../../docs/reliability.md", import.meta.url));

/** Cells of the document's tables, row by row, without Markdown's escapes. */
async function rowsOf(): Promise<string[][]> {
  const lines = (await Deno.readTextFile(path)).split("\n").filter((line) => line.startsWith("|"));
  return lines.map((line) => line.split("|").map((cell) => cell.trim().replaceAll("\\", "")));
}

Deno.test("docs/reliability.md says of every kind what is tried, and how often it was", async () => {
  const rows = await rowsOf();
  for (const { name, tries } of kinds) {
    const row = rows.find((cells) => cells[1] === name);
    assert.equal(row?.[2], tries.replaceAll("\\", ""), name);
    assert.ok(Number(row?.[3]) > 0, name);
  }
});

Deno.test("docs/reliability.md has the count of every oracle, and its sums are right", async () => {
  const rows = await rowsOf();
  for (const oracle of Object.keys(oracles)) {
    assert.match(rows.find((cells) => cells[1] === oracle)?.[3] ?? "", /^\d+$/, oracle);
  }
  const text = await Deno.readTextFile(path);
  const [, tried = "", wrong = ""] = /^(\d+) trials, (\d+) of them/m.exec(text) ?? [];
  const counts = rows.filter((cells) => kinds.some(({ name }) => name === cells[1]));
  const sum = (column: number) => counts.reduce((total, cells) => total + Number(cells[column]), 0);
  assert.deepEqual([sum(3), sum(4)], [Number(tried), Number(wrong)]);
});

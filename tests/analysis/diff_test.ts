// Results are reviewed as diffs: a number that changes is a line that changes.
import assert from "node:assert/strict";
import {
  type Cell,
  chapters,
  page,
  type StudyEvidence,
  tablesOf,
  toNumbersJson,
} from "../../analysis/mod.ts";
import { demoContent, demoEvidence } from "./support/demo_page.ts";

const figures = chapters(demoEvidence).flatMap((chapter) => chapter.figures);

/** The demo study with another count of trained parameters in one cell, which one number shows. */
function withOneMore(): StudyEvidence {
  const [first, ...rest] = demoEvidence.cells as [Cell, ...Cell[]];
  const trained = first.values["trained"]?.map((value) => value + 300);
  assert.ok(trained);
  return { ...demoEvidence, cells: [{ ...first, values: { ...first.values, trained } }, ...rest] };
}

/** The lines of one text that the other has not. */
function linesOnlyIn(text: string, other: string): string[] {
  const known = new Set(other.split("\n"));
  return text.split("\n").filter((line) => !known.has(line));
}

Deno.test("in numbers.json a changed number is one changed line, which has its address and nothing long", () => {
  const [before, after] = [demoEvidence, withOneMore()].map((evidence) =>
    toNumbersJson(tablesOf(evidence))
  ) as [string, string];
  const changed = linesOnlyIn(after, before);
  assert.equal(changed.length, 1);
  assert.match(
    changed[0] ?? "",
    /^\{"address":"table_parameters\/vit-mini-digits\/fft","value":\d+/,
  );
  assert.ok((changed[0] ?? "").length < 120);
  assert.equal(linesOnlyIn(before, after).length, 1);
});

Deno.test("numbers.json is JSON that has every number, in the order of the page", () => {
  const numbers: { address: string; sources: string[] }[] = JSON.parse(
    toNumbersJson(tablesOf(demoEvidence)),
  );
  assert.equal(numbers[0]?.address, "table_2/vit-mini-digits/fft");
  assert.ok(numbers.every(({ sources }) => sources.length > 0));
  assert.equal(toNumbersJson([]), "[\n\n]\n");
});

Deno.test("on the page a changed number is its cell, its line of the list and its file, no more", () => {
  const bare = { curves: [], intruders: [], spectra: [], landscapes: [] };
  const [before, after] = [demoEvidence, withOneMore()].map((evidence) =>
    page(demoContent({ ...evidence, ...bare }))
  ) as [string, string];
  const changed = linesOnlyIn(after, before);
  const starts = changed.map((line) => line.slice(0, 20));
  assert.equal(changed.length, 4, starts.join("\n"));
  assert.match(changed[0] ?? "", /^<td id="table_parameters\/vit-mini-digits\/fft"/);
  assert.match(changed[2] ?? "", /^<p class="take"><a download="table_parameters.csv"/);
  assert.match(changed[3] ?? "", /^<tr><th scope="row">table_parameters\/vit-mini-digits\/fft</);
});

for (const { exhibit, svg } of figures) {
  Deno.test(`${exhibit} has an element a line, and at most eight points of a path in one`, () => {
    const lines = svg.split("\n");
    for (const line of lines) {
      assert.ok((line.match(/<[a-z]/g) ?? []).length <= 1, line);
      const path = line.startsWith("<") ? / d="([^"]*)/.exec(line)?.[1] ?? "" : line.split('"')[0];
      assert.ok(((path ?? "").match(/[MLHVCSQTAZ]/gi) ?? []).length <= 8, line);
    }
    assert.ok(lines.every((line) => line.length < 700), exhibit);
  });
}

Deno.test("breaks in a path do not depend on how long its numbers are", () => {
  const shapes = figures.map(({ svg }) =>
    svg.replace(/-?\d+(\.\d+)?(e-?\d+)?/g, "0").split("\n").length
  );
  assert.deepEqual(shapes, figures.map(({ svg }) => svg.split("\n").length));
});

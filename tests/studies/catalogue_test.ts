// catalogue: what `cairn list` prints.
import assert from "node:assert/strict";
import { methods } from "../../adapters/mod.ts";
import { datasets } from "../../data/mod.ts";
import { architectures } from "../../models/mod.ts";
import { catalogue } from "../../studies/catalogue.ts";

const names = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name);

Deno.test("catalogue lists every method, data set and study that there is", () => {
  assert.deepEqual(names(catalogue.methods), Object.keys(methods));
  assert.deepEqual(names(catalogue.datasets), Object.keys(datasets));
  assert.deepEqual(names(catalogue.studies), ["smoke", "mini"]);
});

Deno.test("catalogue lists the presets of every architecture", () => {
  const presets = Object.values(architectures).flatMap(({ presets }) => Object.keys(presets));
  assert.deepEqual(names(catalogue.models), presets);
  assert.ok(presets.includes("vit-base") && presets.includes("roberta-base"));
});

Deno.test("catalogue says something of its own about each entry, on one line", () => {
  for (const kind of ["methods", "studies"] as const) {
    const summaries = catalogue[kind].map(({ summary }) => summary);
    assert.ok(summaries.every((summary) => /^\S[^\n]{9,}$/.test(summary)));
    assert.equal(new Set(summaries).size, summaries.length, kind);
  }
});

Deno.test("catalogue counts the cells of a study", () => {
  const summaries = catalogue.studies.map(({ summary }) => summary);
  assert.match(summaries[0] ?? "", /\(3 cells\)$/);
  assert.match(summaries[1] ?? "", /\(135 cells\)$/);
});

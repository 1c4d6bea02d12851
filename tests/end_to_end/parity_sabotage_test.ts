// Sabotage: a changed constant, axis or rule makes `parity` fail, and it names the place.
import assert from "node:assert/strict";
import { documents } from "../../cli/documents.ts";
import { whileEdited } from "../support/repository_edit.ts";
import { type WorkingCopy, workingCopy } from "../support/working_copy.ts";
import { type Sabotage, sabotages } from "./sabotages/sabotages.ts";

/** One copy for all: each puts back what it changed. */
const shared: { copy?: Promise<WorkingCopy> } = {};

function copyOfAll(): Promise<WorkingCopy> {
  return shared.copy ??= workingCopy();
}

Deno.test.afterAll(async () => await (await shared.copy)?.remove());

for (const sabotage of sabotages) {
  Deno.test(`parity names the place of a sabotage: ${sabotage.claim}`, () => check(sabotage));
}

async function check({ replacement, filter, caught }: Sabotage): Promise<void> {
  const copy = await copyOfAll();
  const run = await whileEdited(copy, { replacements: [replacement] }, () => parity(copy, filter));
  assert.equal(run.code, 1, run.stderr);
  const { cases } = documents.parity.parse(JSON.parse(run.stdout));
  const report = cases.find(({ id }) => id === caught.id);
  assert.equal(report?.verdict, "fail", run.stdout);
  const failed = report.checks.find(({ name, verdict }) =>
    name === caught.check && verdict === "fail"
  );
  assert.match(failed?.place ?? report.message ?? "", caught.place, run.stdout);
}

function parity(copy: WorkingCopy, filter: string) {
  return copy.cairn("parity", "tests/reference/goldens", "--json", "--filter", filter);
}

Deno.test("with all sabotage undone, every case that was sabotaged passes", async () => {
  const filters = [...new Set(sabotages.map(({ filter }) => `(${filter})`))];
  const { code, stdout, stderr } = await parity(await copyOfAll(), filters.join("|"));
  assert.equal(code, 0, stderr + stdout);
  assert.equal(documents.parity.parse(JSON.parse(stdout)).cases.length, filters.length);
});

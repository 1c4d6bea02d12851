// Identity as a table: for each edit of the repository, exactly which nodes of the smoke study run.
import assert from "node:assert/strict";
import { join } from "node:path";
import { smoke } from "../../studies/smoke.ts";
import { nodesOf, type RepositoryEdit, whileEdited } from "../support/repository_edit.ts";
import { eventsOf, reproduceSmoke } from "../support/smoke_run.ts";
import { type WorkingCopy, workingCopy } from "../support/working_copy.ts";
import { editsOfNothing } from "./identity_edits/edits_of_nothing.ts";
import { editsOfTheComputation } from "./identity_edits/edits_of_the_computation.ts";
import { editsOfTheReport } from "./identity_edits/edits_of_the_report.ts";
import { editsWithEarlyCutoff } from "./identity_edits/edits_with_early_cutoff.ts";

/** One copy and one store for all edits: each pays for what it runs. */
const shared: { copy?: Promise<WorkingCopy> } = {};

function copyThatRan(): Promise<WorkingCopy> {
  return shared.copy ??= prepare();
}

async function prepare(): Promise<WorkingCopy> {
  const copy = await workingCopy();
  const { code, stderr } = await reproduceSmoke(copy.folder);
  if (code === 0) return copy;
  await copy.remove();
  throw new Error(`Cannot run the smoke study: ${stderr}`);
}

Deno.test.afterAll(async () => await (await shared.copy?.catch(() => undefined))?.remove());

const edits = [
  ...editsOfNothing,
  ...editsWithEarlyCutoff,
  ...editsOfTheReport,
  ...editsOfTheComputation,
];
for (const edit of edits) Deno.test(edit.claim, () => check(edit));

async function check(edit: RepositoryEdit): Promise<void> {
  const copy = await copyThatRan();
  const run = await whileEdited(copy, edit, () => reproduceSmoke(copy.folder));
  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(run.ran, nodesOf(edit.runs, run.events));
}

Deno.test("with all edits undone nothing runs: the store remembers", async () => {
  const { folder } = await copyThatRan();
  assert.deepEqual((await reproduceSmoke(folder)).ran, []);
});

Deno.test("a study in JSON, its keys turned round, is the same study as in TypeScript", async () => {
  const { folder, cairn } = await copyThatRan();
  await Deno.writeTextFile(join(folder, "smoke.json"), JSON.stringify(turnedRound(smoke)));
  const { code, stdout, stderr } = await cairn("reproduce", "smoke.json", "--json");
  assert.equal(code, 0, stderr);
  const { events, ran } = eventsOf(stdout);
  assert.deepEqual(ran, []);
  assert.ok(events.some(({ event, fresh }) => event === "run_finished" && fresh === 23));
});

/** The same value with the keys of every object in the opposite order. */
function turnedRound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedRound);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, turnedRound(inner)] as const);
  return Object.fromEntries(entries.toReversed());
}

// What rounding alone does to a training is told apart from what a wrong program does.
import assert from "node:assert/strict";
import { checkCase, type ReferenceCase } from "../../parity/mod.ts";
import { shaken, withSlack } from "../../parity/kinds/trajectory.ts";
import { referenceFolders } from "../support/reference_folders.ts";
import { tinyModel } from "../support/models.ts";

const [committed = assert.fail()] = await referenceFolders();

Deno.test("shaken() moves each weight by four last places at most, and not twice alike", () => {
  const model = tinyModel("vit");
  const [one, other] = [shaken(model, 0), shaken(model, 1)];
  for (const { name } of model.names) {
    const { data } = model.weights(name);
    const moved = one.weights(name).data;
    assert.ok(
      moved.every((value, i) => Math.abs(value - (data[i] ?? NaN)) <= 2 ** -21 * Math.abs(value)),
    );
    if (data.some((value) => value !== 0)) assert.notDeepEqual(moved, other.weights(name).data);
  }
});

Deno.test("withSlack() is twice the largest movement of each element", () => {
  const place = (actual: number[]) => ({ place: "x", actual, expected: [0, 0] });
  const [found] = withSlack([place([1, 1])], [[place([1.5, 1])], [place([0.75, 1])]]);
  assert.deepEqual([...Array.from(found?.slack ?? [])], [1, 0]);
});

Deno.test("a step that is decided by rounding passes, and is counted", async () => {
  const report = await checkCase(committed.path, caseOf("trajectories/gpt2-qv-cola-reset"));
  assert.equal(report.verdict, "pass", JSON.stringify(report));
});

function caseOf(id: string): ReferenceCase {
  return committed.cases.find((each) => each.id === id) ?? assert.fail(id);
}

Deno.test("another reading of a method fails, and rounding excuses nothing of it", async () => {
  const golden = caseOf("trajectories/roberta-cls-cola-reset");
  const report = await checkCase(committed.path, { ...golden, variant: "keep" });
  const failed = report.checks.filter(({ verdict }) => verdict === "fail");
  assert.deepEqual(failed.map(({ name }) => name).includes("tensors"), true);
  assert.ok(report.checks.every(({ undetermined }) => undetermined === undefined));
});

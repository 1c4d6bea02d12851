// evaluate: losses and metrics of a checkpoint, whatever the size of the batches.
import assert from "node:assert/strict";
import { evaluate, type Evaluation } from "../../stages/evaluate.ts";
import type { EpochMetrics } from "../../stages/training/training_state.ts";
import { counts, type Kind, tinySplit } from "../support/tiny_data.ts";
import { type Files, inFolder, readDocument, runStage } from "../support/stage_work.ts";
import {
  injected,
  type TinyCell,
  tinyCell,
  trainCell,
  trainedInputs,
} from "../support/tiny_cell.ts";

async function evaluated(cell: TinyCell, trained: Files, checkpoint: "best" | "last" = "last") {
  const inputs = trainedInputs(cell, trained, checkpoint);
  const files = await runStage(evaluate, cell.folder, { parameters: {}, inputs });
  return {
    evaluation: await readDocument<Evaluation>(files["evaluation.json"]),
    predictions: await readDocument<{ test: number[] }>(files["predictions.json"]),
  };
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-5 * (1 + expected), `${actual} is not ${expected}`);
}

for (const kind of ["images", "texts"] as Kind[]) {
  Deno.test(`evaluate gives ${kind} the same losses in batches that divide the parts and that do not`, async () => {
    await inFolder(async (folder) => {
      const cell = await tinyCell(folder, { kind });
      const trained = await trainCell(cell);
      const expected = await evaluated(cell, trained);
      for (const batch of [1, 3, 7, 20]) {
        const other = { ...cell, injected: await injected(cell, { batch }) };
        const { evaluation, predictions } = await evaluated(other, trained);
        for (const part of ["train", "validation", "test"] as const) {
          assertNear(evaluation.loss[part], expected.evaluation.loss[part]);
          assert.equal(evaluation.metric[part], expected.evaluation.metric[part]);
        }
        assert.deepEqual(predictions, expected.predictions);
      }
    });
  });
}

Deno.test("evaluate's generalization error is the distance of test loss and train loss", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const { loss, generalizationError } = (await evaluated(cell, await trainCell(cell))).evaluation;
    assert.equal(generalizationError, Math.abs(loss.test - loss.train));
    assert.equal(new Set(Object.values(loss)).size, 3);
  });
});

Deno.test("evaluate's accuracy on the test part is the share of its predictions that are right", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const { evaluation, predictions } = await evaluated(cell, await trainCell(cell));
    const labels = Array.from(tinySplit("images", "test").columns.labels?.data ?? []);
    assert.equal(predictions.test.length, counts.test);
    const right = predictions.test.filter((label, index) => label === labels[index]).length;
    assert.equal(evaluation.metric.test, right / counts.test);
  });
});

Deno.test("evaluate repeats what training noted of the checkpoint that it selected", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { kind: "texts", inject: { method: "fft" } });
    const trained = await trainCell(cell, { select: "loss", rate: 3e-3, epochs: 4 });
    const { best, epochs } = await readDocument<{ best: number; epochs: EpochMetrics[] }>(
      trained["metrics.json"],
    );
    const { loss, metric } = (await evaluated(cell, trained, "best")).evaluation;
    const noted = epochs[best - 1] ?? assert.fail("the best epoch has no line");
    assert.deepEqual([loss.train, loss.validation, metric.validation], [
      noted.trainLoss,
      noted.validationLoss,
      noted.validationMetric,
    ]);
  });
});

Deno.test("evaluate of masked words predicts one word for each slot that counts", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { kind: "masked", inject: { method: "fft" } });
    const { evaluation, predictions } = await evaluated(cell, await trainCell(cell));
    assert.ok(predictions.test.length >= counts.test && predictions.test.length <= 2 * counts.test);
    assert.ok(evaluation.loss.test > 0 && evaluation.loss.test < 2 * Math.log(23));
  });
});

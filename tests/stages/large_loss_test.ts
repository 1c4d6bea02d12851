// A finite loss above a million: the work goes on, the user hears of it once a node, and the page says it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { findings } from "../../analysis/mod.ts";
import { evaluate } from "../../stages/evaluate.ts";
import { gatherEvidence } from "../../stages/reporting/evidence.ts";
import { lossWarning } from "../../stages/score.ts";
import type { LargeLoss, TrainingMetrics } from "../../stages/training/training_state.ts";
import { reportInputs, reportParameters } from "../support/report_inputs.ts";
import { type Files, inFolder, readDocument, runStage } from "../support/stage_work.ts";
import { type TinyCell, tinyCell, trainCell, trainedInputs } from "../support/tiny_cell.ts";

/** A head alone is a linear model: at such a rate its loss is huge, and finite. */
const astray = { rate: 1e8, warmupRatio: 0 };

const headCell = (folder: string) => tinyCell(folder, { inject: { method: "head" } });

async function largeLossOf(files: Files): Promise<LargeLoss> {
  const { largeLoss } = await readDocument<TrainingMetrics>(files["metrics.json"]);
  assert.ok(largeLoss !== null);
  return largeLoss;
}

async function heardFrom(cell: TinyCell, choice: Parameters<typeof trainCell>[1]) {
  const heard: string[] = [];
  const files = await trainCell(cell, choice, { warn: (sentence) => heard.push(sentence) });
  return { heard, files };
}

Deno.test("train warns once of a loss above a million, with the step and the value, and goes on", async () => {
  await inFolder(async (folder) => {
    const { heard, files } = await heardFrom(await headCell(folder), astray);
    const { step, loss } = await largeLossOf(files);
    assert.ok(loss > 1e6 && Number.isFinite(loss) && step > 1);
    assert.deepEqual(heard, [
      `The loss at step ${step} is ${loss.toPrecision(4)}, above 1000000: a lower rate may help`,
    ]);
    assert.ok(files["best.safetensors"]);
  });
});

Deno.test("train that is cut off after its warning warns again, as the record of the second try must have it", async () => {
  await inFolder(async (folder) => {
    const cell = await headCell(folder);
    const { heard, files } = await heardFrom(cell, astray);
    const partial = join(folder, "cut off");
    await Deno.mkdir(partial);
    const progress = ({ epoch = 0 }) => {
      if (epoch === 3) throw new Error("Cut off");
    };
    await assert.rejects(trainCell(cell, astray, { partial, progress }), /Cut off/);
    const again: string[] = [];
    const resumed = await trainCell(cell, astray, { partial, warn: (each) => again.push(each) });
    assert.deepEqual(again, heard);
    assert.deepEqual(await largeLossOf(resumed), await largeLossOf(files));
  });
});

Deno.test("evaluate warns once of a part whose loss is above a million", async () => {
  await inFolder(async (folder) => {
    const cell = await headCell(folder);
    const inputs = trainedInputs(cell, await trainCell(cell, astray), "last");
    const heard: string[] = [];
    await runStage(evaluate, folder, { parameters: {}, inputs, warn: (each) => heard.push(each) });
    assert.equal(heard.length, 1);
    assert.match(heard[0] ?? "", /^The loss on the train part is \d\.\d+e\+\d+, above 1000000: /);
  });
});

Deno.test("train says nothing of losses as they should be", async () => {
  await inFolder(async (folder) => {
    const { heard, files } = await heardFrom(await headCell(folder), {});
    assert.deepEqual(heard, []);
    assert.equal((await readDocument<TrainingMetrics>(files["metrics.json"])).largeLoss, null);
  });
});

Deno.test("lossWarning() begins above a million, and leaves what is not finite to those who end the work", () => {
  assert.equal(lossWarning("at step 1", 1e6), undefined);
  assert.equal(lossWarning("at step 1", Infinity), undefined);
  assert.equal(lossWarning("at step 1", NaN), undefined);
  assert.match(lossWarning("at step 1", 1000001) ?? "", /^The loss at step 1 is 1\.000e\+6/);
});

Deno.test("the first finding of the page is a training that went astray", async () => {
  await inFolder(async (folder) => {
    const inputs = await reportInputs(folder);
    const path = inputs["train:vit-tiny/images/cola/seed=22"] ?? "";
    const metrics = await readDocument<TrainingMetrics>(path);
    const largeLoss = { step: 7, loss: 3.21e7 };
    await Deno.writeTextFile(path, JSON.stringify({ ...metrics, largeLoss }));
    const work = { parameters: reportParameters, inputs };
    const evidence = await gatherEvidence(work as Parameters<typeof gatherEvidence>[0]);
    assert.deepEqual(findings(evidence)[0], {
      text:
        "CoLA on vit-tiny / images, seed 22, met a loss of 3.21e7 at step 7: its numbers mean little.",
      exhibit: "figure_learning_curves",
    });
  });
});

// sample_landscape: the grid, its centre, and the path of training on it.
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Landscape,
  sampleLandscape,
  type SampleLandscapeParameters,
} from "../../stages/sample_landscape.ts";
import type { TrainingMetrics } from "../../stages/training/training_state.ts";
import { type Files, inFolder, type Job, readDocument, runStage } from "../support/stage_work.ts";
import {
  type Choice,
  type TinyCell,
  tinyCell,
  trainCell,
  trainedInputs,
} from "../support/tiny_cell.ts";

/** Two batches of four cover the six validation examples. */
const usual: SampleLandscapeParameters = { directions: "pca", points: 3, batches: 2, seed: 12 };

interface Trained {
  readonly cell: TinyCell;
  readonly files: Files;
}

async function trainedCell(folder: string, choice: Choice = {}): Promise<Trained> {
  const cell = await tinyCell(folder, choice);
  return { cell, files: await trainCell(cell) };
}

async function sampled(
  { cell, files }: Trained,
  choice: Partial<SampleLandscapeParameters> = {},
  job: Partial<Job<SampleLandscapeParameters>> = {},
): Promise<Landscape> {
  const inputs = trainedInputs(cell, files, "best");
  const parameters = { ...usual, ...choice };
  const made = await runStage(sampleLandscape, cell.folder, { ...job, parameters, inputs });
  return await readDocument(made["landscape.json"]);
}

const metricsOf = ({ files }: Trained) => readDocument<TrainingMetrics>(files["metrics.json"]);

/** As if validation had selected that epoch. */
async function selecting(trained: Trained, best: number): Promise<Trained> {
  const path = join(trained.cell.folder, `metrics-${best}.json`);
  await Deno.writeTextFile(path, JSON.stringify({ ...await metricsOf(trained), best }));
  return { ...trained, files: { ...trained.files, "metrics.json": path } };
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-5, `${actual} is not ${expected}`);
}

const middle = ({ losses }: Landscape) => losses[losses.length >> 1] ?? NaN;

const cases: Readonly<Record<string, Choice>> = {
  "full fine-tuning": { inject: { method: "fft" } },
  "LoRA on texts": { kind: "texts" },
  "a chain that folds": { inject: { method: "rac", links: 3 } },
  "sparse columns": { inject: { method: "rcla" } },
  "the head alone": { inject: { method: "head" } },
};

for (const [name, choice] of Object.entries(cases)) {
  Deno.test(`the centre of the landscape of ${name} is the selected checkpoint, whichever that is`, async () => {
    await inFolder(async (folder) => {
      const trained = await trainedCell(folder, choice);
      const { epochs } = await metricsOf(trained);
      for (const { epoch, validationLoss } of epochs) {
        const landscape = await sampled(await selecting(trained, epoch));
        assertNear(middle(landscape), validationLoss);
        assert.equal(landscape.sharpness.centre, middle(landscape));
        assert.equal(landscape.epoch, epoch);
        assert.deepEqual(landscape.path[epoch], { x: 0, y: 0 });
        assert.equal(landscape.path.length, epochs.length + 1);
      }
    });
  });
}

Deno.test("sample_landscape along PCA directions draws all of the path, also what lies behind the centre", async () => {
  await inFolder(async (folder) => {
    const trained = await selecting(await trainedCell(folder), 2);
    const { path, xs, ys, losses, explained } = await sampled(trained);
    assert.equal(path.length, 4);
    assert.ok((path[0]?.x ?? 0) < 0);
    assert.notDeepEqual(path[3], { x: 0, y: 0 });
    assert.deepEqual(xs, ys);
    assert.equal(losses.length, xs.length * ys.length);
    assert.ok(path.every(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) <= (xs.at(-1) ?? 0)));
    const [first = 0, second = 0] = explained ?? [];
    assert.ok(first >= second && second > 0 && first + second <= 1 + 1e-12);
  });
});

Deno.test("sample_landscape along random directions has the unit square, and depends on its seed only", async () => {
  await inFolder(async (folder) => {
    const trained = await trainedCell(folder);
    const one = await sampled(trained, { directions: "random", points: 5 });
    assert.deepEqual(one.xs, [-1, -0.5, 0, 0.5, 1]);
    assert.equal(one.explained, null);
    assert.deepEqual(await sampled(trained, { directions: "random", points: 5 }), one);
    const other = await sampled(trained, { directions: "random", points: 5, seed: 22 });
    assert.equal(middle(other), middle(one));
    assert.notEqual(other.losses[0], one.losses[0]);
  });
});

Deno.test("sample_landscape measures as many batches as it is told", async () => {
  await inFolder(async (folder) => {
    const trained = await trainedCell(folder);
    const [one, two, more] = await Promise.all(
      [1, 2, 50].map((batches) => sampled(trained, { batches })),
    );
    assert.ok(one && two && more);
    assert.notEqual(middle(one), middle(two));
    assert.deepEqual({ ...more, batches: 2 }, two);
    assert.deepEqual([one, two, more].map(({ examples }) => examples), [4, 6, 6]);
  });
});

Deno.test("sample_landscape says each point of the grid", async () => {
  await inFolder(async (folder) => {
    const told: string[] = [];
    const progress: Job<unknown>["progress"] = ({ step, steps }) => told.push(`${step}/${steps}`);
    await sampled(await trainedCell(folder), {}, { progress });
    assert.deepEqual(told, [1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => `${step}/9`));
  });
});

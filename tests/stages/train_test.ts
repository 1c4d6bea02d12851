// train: rates, the selected checkpoint, progress, and the sentences of its failures.
import assert from "node:assert/strict";
import { readSafetensors, type Value } from "../../engine/run.ts";
import type { Progress } from "../../pipeline/mod.ts";
import { StageFailure } from "../../stages/expect_value.ts";
import { bestEpoch } from "../../stages/train.ts";
import type { EpochMetrics } from "../../stages/training/training_state.ts";
import { type Files, inFolder, readDocument } from "../support/stage_work.ts";
import { injected, tinyCell, trainCell } from "../support/tiny_cell.ts";

interface Metrics {
  readonly best: number;
  readonly epochs: readonly EpochMetrics[];
}

const metricsOf = (files: Files) => readDocument<Metrics>(files["metrics.json"]);
const ratesOf = async (files: Files) => (await metricsOf(files)).epochs.map(({ rate }) => rate);

async function tensorsOf(path: string | undefined): Promise<Record<string, Value>> {
  const file = await readSafetensors(path ?? "");
  return Object.fromEntries([...file.tensors.keys()].map((name) => [name, file.read(name)]));
}

/** Lines of metrics of which only what selects differs. */
function lines(values: readonly (readonly [metric: number, loss: number])[]): EpochMetrics[] {
  return values.map(([validationMetric, validationLoss], index) => (
    { epoch: index + 1, validationMetric, validationLoss } as EpochMetrics
  ));
}

Deno.test("bestEpoch() takes the first of the epochs with the largest metric", () => {
  assert.equal(bestEpoch(lines([[0.2, 1], [0.5, 3], [0.5, 2], [0.4, 1]]), "metric"), 2);
});

Deno.test("bestEpoch() takes the first of the lowest metrics where low is good", () => {
  const perplexities = lines([[9, 1], [4, 3], [4, 2], [7, 1]]);
  assert.equal(bestEpoch(perplexities, "metric", true), 2);
});

Deno.test("bestEpoch() takes the first of the epochs with the smallest loss", () => {
  assert.equal(bestEpoch(lines([[0.9, 3], [0.1, 2], [0.5, 2], [0.4, 5]]), "loss"), 2);
});

Deno.test("train writes the selected checkpoint, the last one, and all of them as a trajectory", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const files = await trainCell(cell, { select: "loss" });
    const { best, epochs } = await metricsOf(files);
    assert.equal(best, bestEpoch(epochs, "loss"));
    const trajectory = await tensorsOf(files["trajectory.safetensors"]);
    const at = (epoch: number) =>
      Object.fromEntries(
        Object.entries(trajectory).filter(([name]) => name.startsWith(`epoch/${epoch}/`))
          .map(([name, value]) => [name.slice(`epoch/${epoch}/`.length), value]),
      );
    assert.deepEqual(at(0), await tensorsOf(cell.injected["initial.safetensors"]));
    assert.deepEqual(at(best), await tensorsOf(files["best.safetensors"]));
    assert.deepEqual(at(3), await tensorsOf(files["last.safetensors"]));
    assert.notDeepEqual(at(3), at(2));
    assert.deepEqual(at(4), {});
  });
});

Deno.test("train notes the rate of each epoch's last step", async () => {
  await inFolder(async (folder) => {
    const files = await trainCell(await tinyCell(folder), { rate: 1, epochs: 3 });
    const steps = 12; // three epochs of four
    const expected = [3, 7, 11].map((step) => 1 - step / steps);
    (await ratesOf(files)).forEach((rate, index) =>
      assert.ok(Math.abs(rate - (expected[index] ?? 0)) < 1e-12)
    );
  });
});

Deno.test("a chain's frozen schedule stays at the rate that ended the first link", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { inject: { method: "rac", links: 3 } });
    const goOn = await ratesOf(await trainCell(cell));
    const frozen = await ratesOf(await trainCell(cell, { chainSchedule: "freeze" }));
    assert.equal(new Set(goOn).size, 3);
    assert.deepEqual(frozen, goOn.map(() => goOn[0]));
  });
});

Deno.test("a method without a chain has no link after which its schedule could freeze", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { inject: { method: "lora", links: 3 } });
    const goOn = await ratesOf(await trainCell(cell));
    assert.deepEqual(await ratesOf(await trainCell(cell, { chainSchedule: "freeze" })), goOn);
  });
});

Deno.test("a chain counts its links as the parameters say", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { inject: { method: "c3la", links: 3 } });
    const { epochs } = await metricsOf(await trainCell(cell, { epochs: 5, chainEvery: 2 }));
    assert.deepEqual(epochs.map(({ link }) => link), [0, 0, 1, 1, 2]);
  });
});

Deno.test("train says each step of each epoch, with its loss", async () => {
  await inFolder(async (folder) => {
    const told: Progress[] = [];
    const progress = (each: Progress) => told.push(each);
    await trainCell(await tinyCell(folder), { epochs: 2 }, { progress });
    const places = told.map(({ epoch, step }) => `${epoch}:${step}`);
    assert.deepEqual(places, ["1:1", "1:2", "1:3", "1:4", "2:1", "2:2", "2:3", "2:4"]);
    assert.ok(told.every(({ loss = 0, epochs, steps }) => loss > 0 && epochs === 2 && steps === 4));
  });
});

Deno.test("train learns what the examples show", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { inject: { method: "fft" } });
    const { epochs } = await metricsOf(await trainCell(cell, { epochs: 10 }));
    const [first, last] = [epochs.at(0)?.trainLoss ?? 0, epochs.at(-1)?.trainLoss ?? 0];
    assert.ok(last < first / 2, `${first} → ${last}`);
  });
});

Deno.test("train refuses a batch that is larger than the training part, and says what to do", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const wide = { ...cell, injected: await injected(cell, { batch: 17 }) };
    await assert.rejects(trainCell(wide), (error) => {
      assert.ok(error instanceof StageFailure);
      assert.equal(
        error.message,
        "Cannot train on 16 examples in batches of 17: choose a batch of at most 16",
      );
      return true;
    });
  });
});

Deno.test("train that diverges ends with a sentence that names the epoch", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder, { inject: { method: "fft" } });
    await assert.rejects(trainCell(cell, { rate: 1e30 }), (error) => {
      assert.ok(error instanceof StageFailure);
      assert.match(
        error.message,
        /^Cannot go on training as a loss of epoch 1 is (NaN|Infinity): /,
      );
      return true;
    });
  });
});

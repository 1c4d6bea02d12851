// train after an interruption: it goes on from the last whole epoch and ends with the bytes of an undisturbed run.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Progress } from "../../pipeline/mod.ts";
import type { TrainParameters } from "../../stages/train.ts";
import { digestsOf, inFolder } from "../support/stage_work.ts";
import { type Choice, type TinyCell, tinyCell, trainCell } from "../support/tiny_cell.ts";

const epochs = 3;

interface Case {
  readonly cell: Choice;
  readonly training: Partial<TrainParameters>;
}

const cases: Readonly<Record<string, Case>> = {
  "lora with dropout": { cell: { kind: "texts" }, training: {} },
  "masked-language modelling": {
    cell: { kind: "masked", inject: { method: "fft" } },
    training: { select: "loss", warmupRatio: 0.3 },
  },
  "a chain that folds, with dropout": {
    cell: { config: { "hidden_dropout_prob": 0.1 }, inject: { method: "cola", links: 3 } },
    training: { schedule: "cosine" },
  },
  "a chain of sparse updates that keeps its optimizer": {
    cell: { inject: { method: "c3la", links: 2 } },
    training: { chainEvery: 2, chainOptimizer: "keep", chainSchedule: "freeze" },
  },
};

class Interruption extends Error {}

/** Throws in the middle of an epoch, as a worker that is killed there. */
function interruptIn(epoch: number): (progress: Progress) => void {
  return (progress) => {
    if (progress.epoch === epoch && progress.step === 2) throw new Interruption();
  };
}

/** Interrupts a run within `epoch`, goes on, and tells in which epochs the second run was. */
async function interrupted(cell: TinyCell, training: Case["training"], epoch: number) {
  const partial = join(cell.folder, `partial of ${epoch}`);
  await Deno.mkdir(partial);
  const progress = interruptIn(epoch);
  await assert.rejects(trainCell(cell, training, { partial, progress }), Interruption);
  const seen: (number | undefined)[] = [];
  const files = await trainCell(cell, training, {
    partial,
    progress: (each) => seen.push(each.epoch),
  });
  return { files, seen, partial };
}

for (const [name, { cell: choice, training }] of Object.entries(cases)) {
  Deno.test(`train resumes ${name} after each epoch, with the bytes of an undisturbed run`, async () => {
    await inFolder(async (folder) => {
      const cell = await tinyCell(folder, choice);
      const calm = await digestsOf(await trainCell(cell, { ...training, epochs }));
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const { files, seen } = await interrupted(cell, { ...training, epochs }, epoch);
        assert.equal(seen[0], epoch);
        assert.deepEqual(await digestsOf(files), calm);
      }
    });
  });
}

Deno.test("train overwrites a checkpoint that a crash left half written", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const calm = await digestsOf(await trainCell(cell));
    const partial = join(folder, "torn");
    await Deno.mkdir(partial);
    const progress = interruptIn(3);
    await assert.rejects(trainCell(cell, {}, { partial, progress }), Interruption);
    for (const file of ["epoch_00003.safetensors", "moments_00003.safetensors", ".progress.json"]) {
      await Deno.writeTextFile(join(partial, file), "torn");
    }
    assert.deepEqual(await digestsOf(await trainCell(cell, {}, { partial })), calm);
  });
});

Deno.test("train goes on from no checkpoint of which a byte is wrong, and comes to the same result", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const calm = await digestsOf(await trainCell(cell));
    const names = [
      "epoch_00000.safetensors",
      "epoch_00002.safetensors",
      "moments_00002.safetensors",
    ];
    for (const name of [...names, "progress.json"]) {
      const partial = await Deno.makeTempDir({ dir: folder });
      const progress = interruptIn(3);
      await assert.rejects(trainCell(cell, {}, { partial, progress }), Interruption);
      const bytes = await Deno.readFile(join(partial, name));
      // The last digit of a JSON, the last number of a tensor: as valid as before.
      const place = name === "progress.json" ? bytes.lastIndexOf(0x31) : bytes.length - 2;
      bytes[place] = (bytes[place] ?? 0) ^ 2;
      await Deno.writeFile(join(partial, name), bytes);
      assert.deepEqual(await digestsOf(await trainCell(cell, {}, { partial })), calm, name);
    }
  });
});

Deno.test("train keeps the moments of the last epoch only, and every checkpoint", async () => {
  await inFolder(async (folder) => {
    const cell = await tinyCell(folder);
    const partial = join(folder, "kept");
    await Deno.mkdir(partial);
    await trainCell(cell, {}, { partial });
    const names = (await Array.fromAsync(Deno.readDir(partial))).map(({ name }) => name);
    assert.deepEqual(names.filter((name) => name.startsWith("moments")), [
      "moments_00003.safetensors",
    ]);
    assert.equal(names.filter((name) => name.startsWith("epoch")).length, 4);
  });
});

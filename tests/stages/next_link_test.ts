// A chain's next link: what is folded, what is drawn anew, and what becomes of the optimizer.
import assert from "node:assert/strict";
import type { Value } from "../../engine/run.ts";
import type { AdapterCard } from "../../stages/cards.ts";
import { openMerge } from "../../stages/cell_weights.ts";
import { readTensors, type Tensors } from "../../stages/tensor_file.ts";
import { type Chain, nextLink } from "../../stages/training/next_link.ts";
import { beginning, type TrainingState } from "../../stages/training/training_state.ts";
import { inFolder, readDocument } from "../support/stage_work.ts";
import { cellInputs, tinyCell } from "../support/tiny_cell.ts";

const links = 3;

/** The chain of a method, and a state in which everything trained was moved by steps. */
async function chainOf(folder: string, method: "cola" | "c3la"): Promise<[Chain, TrainingState]> {
  const cell = await tinyCell(folder, { inject: { method, links } });
  const inputs = cellInputs(cell);
  const card = await readDocument<AdapterCard>(inputs.adapter);
  const merge = await openMerge(card, { inputs, partial: folder, threads: 1 });
  const start = beginning(card, await readTensors(inputs.initial));
  const trained = new Set(card.trained.map(({ name }) => name));
  const tensors = Object.fromEntries(
    Object.entries(start.tensors).map((
      [name, value],
    ) => [name, trained.has(name) ? moved(value) : value]),
  );
  const moments = mapped(start.moments, moved);
  const chain = {
    card,
    merge,
    draws: await readTensors(inputs.links),
    optimizer: "reset",
  } as const;
  return [chain, { ...start, epoch: 1, step: 4, optimizerStep: 4, tensors, moments }];
}

function moved(value: Value): Value {
  const data = Float32Array.from(value.data, (each, index) => each + 0.1 * Math.sin(index + 1));
  return { dtype: "float32", shape: value.shape, data };
}

function mapped(tensors: Tensors, change: (value: Value) => Value): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, change(value)]));
}

const isZero = ({ data }: Value) => data.every((value) => value === 0);

Deno.test("nextLink() with a reset optimizer empties every moment and counts its steps anew", async () => {
  await inFolder(async (folder) => {
    const [chain, state] = await chainOf(folder, "cola");
    const next = await nextLink(chain, state);
    assert.deepEqual([next.link, next.optimizerStep, next.step, next.epoch], [1, 0, 4, 1]);
    assert.deepEqual(Object.keys(next.moments).sort(), Object.keys(state.moments).sort());
    assert.ok(Object.values(next.moments).every(isZero));
  });
});

Deno.test("nextLink() that keeps its optimizer keeps moments and count", async () => {
  await inFolder(async (folder) => {
    const [chain, state] = await chainOf(folder, "cola");
    const next = await nextLink({ ...chain, optimizer: "keep" }, state);
    assert.deepEqual([next.link, next.optimizerStep], [1, 4]);
    assert.deepEqual(next.moments, state.moments);
    assert.ok(!Object.values(next.moments).some(isZero));
  });
});

Deno.test("nextLink() folds the update into the chain's own copy of each weight", async () => {
  await inFolder(async (folder) => {
    const [chain, state] = await chainOf(folder, "cola");
    const merged = await chain.merge(state.tensors);
    const { tensors } = await nextLink(chain, state);
    assert.ok(chain.card.merges.length > 0);
    for (const module of chain.card.merges) {
      const name = `${module}.weight`;
      assert.deepEqual(tensors[name], merged[name]);
      assert.notDeepEqual(tensors[name], state.tensors[name]);
    }
  });
});

Deno.test("nextLink() begins with a zero update, so that merging again changes nothing", async () => {
  await inFolder(async (folder) => {
    const [chain, state] = await chainOf(folder, "cola");
    const { tensors } = await nextLink(chain, state);
    for (const [name, weight] of Object.entries(await chain.merge(tensors))) {
      assert.deepEqual(weight.data, tensors[name]?.data);
    }
  });
});

Deno.test("nextLink() draws what the links' file has for that link, and leaves the head alone", async () => {
  await inFolder(async (folder) => {
    const [chain, state] = await chainOf(folder, "cola");
    const first = await nextLink(chain, state);
    const second = await nextLink(chain, first);
    const factor = Object.keys(state.tensors).find((name) => name.endsWith(".lora_A.weight")) ?? "";
    assert.deepEqual(first.tensors[factor], chain.draws[`link/1/${factor}`]);
    assert.deepEqual(second.tensors[factor], chain.draws[`link/2/${factor}`]);
    assert.notDeepEqual(second.tensors[factor], first.tensors[factor]);
    assert.deepEqual(first.tensors["classifier.weight"], state.tensors["classifier.weight"]);
  });
});

Deno.test("nextLink() of c3la moves on to the next window of columns", async () => {
  await inFolder(async (folder) => {
    const [chain, state] = await chainOf(folder, "c3la");
    const columns = Object.keys(state.tensors).find((name) => name.endsWith(".lora_columns")) ?? "";
    const windows = [state.tensors[columns]?.data];
    let at = state;
    while (windows.length < links) {
      at = await nextLink(chain, at);
      windows.push(at.tensors[columns]?.data);
    }
    assert.deepEqual(windows.map((data) => Array.from(data ?? [])), [[0, 1], [2, 3], [4, 5]]);
  });
});

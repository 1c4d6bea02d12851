// Tests of cli/reporters/progress.ts and time_left.ts.
import assert from "node:assert/strict";
import type { Event, Key } from "../../../pipeline/mod.ts";
import {
  advance,
  finishedCount,
  fractionDone,
  newProgress,
} from "../../../cli/reporters/progress.ts";
import { timeLeft } from "../../../cli/reporters/time_left.ts";
import { testSetting } from "./setting.ts";

const key = "k" as Key;
const started = (node: string): Event => ({ event: "node_started", node, stage: "train", key });
const finished = (node: string, outcome: "ran" | "fresh" | "failed", stage = "train"): Event => ({
  event: "node_finished",
  node,
  stage,
  outcome,
});
const told = (node: string, step: number): Event => ({
  event: "node_progress",
  node,
  epoch: 1,
  epochs: 2,
  step,
  steps: 100,
  loss: 0.5,
});

Deno.test("advance() tallies what runs and what has ended, by stage", () => {
  const progress = newProgress(testSetting().nodes, 0);
  advance(progress, started("train:a"), 0);
  assert.equal(progress.stages.get("train")?.running, 1);
  advance(progress, finished("train:a", "ran"), 4000);
  advance(progress, finished("train:b", "fresh"), 4000);
  const train = progress.stages.get("train");
  assert.deepEqual(train?.finished, { ran: 1, fresh: 1, failed: 0, skipped: 0 });
  assert.equal(train && finishedCount(train), 2);
  assert.deepEqual([train?.running, train?.seconds], [0, 4]);
});

Deno.test("advance() keeps what a running node last said, and forgets it at its end", () => {
  const progress = newProgress(testSetting().nodes, 0);
  advance(progress, started("train:a"), 0);
  advance(progress, told("train:a", 10), 1);
  advance(progress, told("train:a", 25), 2);
  const running = progress.running.get("train:a");
  assert.equal(running && fractionDone(running), 0.25);
  advance(progress, finished("train:a", "failed"), 3);
  assert.equal(progress.running.size, 0);
});

Deno.test("timeLeft() takes the mean of a stage for those that wait, over the jobs", () => {
  const progress = newProgress([{ stage: "train" }, { stage: "train" }, { stage: "train" }], 0);
  advance(progress, started("a"), 0);
  advance(progress, finished("a", "ran"), 10_000);
  assert.deepEqual(timeLeft(progress, 2, 10_000), { seconds: 10, complete: true });
});

Deno.test("timeLeft() believes a running node's own progress before the first has ended", () => {
  const progress = newProgress([{ stage: "train" }], 0);
  advance(progress, started("a"), 0);
  assert.deepEqual(timeLeft(progress, 1, 1000), { seconds: 0, complete: false });
  advance(progress, told("a", 25), 5000);
  assert.deepEqual(timeLeft(progress, 1, 5000), { seconds: 15, complete: true });
});

Deno.test("timeLeft() is a lower bound while a stage is still unknown, and zero at the end", () => {
  const progress = newProgress(testSetting().nodes, 0);
  assert.equal(timeLeft(progress, 1, 0).complete, false);
  for (const node of ["train:a", "train:b"]) advance(progress, finished(node, "fresh"), 0);
  advance(progress, finished("evaluate:a", "fresh", "evaluate"), 0);
  assert.deepEqual(timeLeft(progress, 1, 0), { seconds: 0, complete: true });
});

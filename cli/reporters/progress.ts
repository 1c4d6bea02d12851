// How far a run has come: a tally for each stage, and what the running nodes last said of themselves.
import type { Event } from "../../pipeline/mod.ts";

export type Outcome = "ran" | "fresh" | "failed" | "skipped";

export interface StageTally {
  readonly stage: string;
  readonly total: number;
  running: number;
  readonly finished: Record<Outcome, number>;
  /** Seconds that the nodes which ran took together. */
  seconds: number;
}

export interface RunningNode {
  readonly node: string;
  readonly stage: string;
  readonly startedAt: number;
  epoch?: number;
  epochs?: number;
  step?: number;
  steps?: number;
  loss?: number;
}

export interface Progress {
  readonly stages: ReadonlyMap<string, StageTally>;
  readonly running: Map<string, RunningNode>;
  readonly startedAt: number;
  readonly total: number;
}

/** A run of these nodes that has not begun. */
export function newProgress(nodes: readonly { stage: string }[], now: number): Progress {
  const stages = new Map<string, StageTally>();
  for (const { stage } of nodes) {
    const total = (stages.get(stage)?.total ?? 0) + 1;
    const finished = { ran: 0, fresh: 0, failed: 0, skipped: 0 };
    stages.set(stage, { stage, total, running: 0, finished, seconds: 0 });
  }
  return { stages, running: new Map(), startedAt: now, total: nodes.length };
}

/** Moves the progress on by one event; events that tell nothing of progress leave it as it is. */
export function advance(progress: Progress, event: Event, now: number): void {
  if (event.event === "node_started") start(progress, event, now);
  if (event.event === "node_progress") {
    Object.assign(progress.running.get(event.node) ?? {}, told(event));
  }
  if (event.event === "node_finished") finish(progress, event, now);
}

/** Nodes that have come to an end, however they did. */
export function finishedCount(tally: StageTally): number {
  return Object.values(tally.finished).reduce((sum, count) => sum + count, 0);
}

/** How much of its work a running node has done, 0 to 1, as far as it said so. */
export function fractionDone({ step, steps }: RunningNode): number {
  return step === undefined || !steps ? 0 : Math.min(1, step / steps);
}

type Started = Extract<Event, { event: "node_started" }>;
type Finished = Extract<Event, { event: "node_finished" }>;
type Told = Extract<Event, { event: "node_progress" }>;

function start(progress: Progress, { node, stage }: Started, now: number): void {
  progress.running.set(node, { node, stage, startedAt: now });
  const tally = progress.stages.get(stage);
  if (tally) tally.running += 1;
}

function finish(progress: Progress, { node, stage, outcome }: Finished, now: number): void {
  const running = progress.running.get(node);
  const tally = progress.stages.get(stage);
  progress.running.delete(node);
  if (!tally) return;
  tally.finished[outcome] += 1;
  if (!running) return;
  tally.running -= 1;
  if (outcome === "ran") tally.seconds += (now - running.startedAt) / 1000;
}

function told({ epoch, epochs, step, steps, loss }: Told): Partial<RunningNode> {
  const all = { epoch, epochs, step, steps, loss };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

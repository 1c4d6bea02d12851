// How long a run will still take, from what its nodes took so far.
import {
  finishedCount,
  fractionDone,
  type Progress,
  type RunningNode,
  type StageTally,
} from "./progress.ts";

export interface TimeLeft {
  readonly seconds: number;
  /** False where a stage has not shown yet how long it takes: then the seconds are a lower bound. */
  readonly complete: boolean;
}

/**
 * The work left over `jobs`: for each stage its mean time so far times the nodes that wait, and what is left
 * of the running ones. A node that waits counts as one that runs, though it may prove fresh.
 */
export function timeLeft(progress: Progress, jobs: number, now: number): TimeLeft {
  let seconds = 0;
  let complete = true;
  for (const tally of progress.stages.values()) {
    const running = [...progress.running.values()].filter((node) => node.stage === tally.stage);
    const each = secondsEach(tally, running, now);
    const waiting = tally.total - finishedCount(tally) - tally.running;
    if (each === undefined) complete &&= waiting + running.length === 0;
    else {seconds += waiting * each + sum(running.map((node) =>
        Math.max(0, each - elapsed(node, now))
      ));}
  }
  return { seconds: seconds / Math.max(1, jobs), complete };
}

/** Mean seconds of the stage's nodes that ran; failing these, what its running nodes promise. */
function secondsEach(
  tally: StageTally,
  running: readonly RunningNode[],
  now: number,
): number | undefined {
  if (tally.finished.ran > 0) return tally.seconds / tally.finished.ran;
  const promised = running.filter((node) => fractionDone(node) >= 0.02)
    .map((node) => elapsed(node, now) / fractionDone(node));
  return promised.length > 0 ? sum(promised) / promised.length : undefined;
}

function elapsed({ startedAt }: RunningNode, now: number): number {
  return (now - startedAt) / 1000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

// Live progress on a terminal: one block of lines, drawn in place ten times a second at most.
import { sayable } from "../../pipeline/mod.ts";
import { spokenDuration } from "../spoken.ts";
import { isProgressEvent, runningText } from "./plain.ts";
import {
  advance,
  finishedCount,
  fractionDone,
  newProgress,
  type Progress,
  type RunningNode,
  type StageTally,
} from "./progress.ts";
import { remark } from "./remark.ts";
import type { CliEvent, Reporter, Setting } from "./reporter.ts";
import { timeLeft } from "./time_left.ts";

const redrawMs = 100;
const barLength = 20;
/** A block that is higher than the terminal cannot be drawn over. */
const shownNodes = 10;

/** Draws the block anew while the run goes on, and takes it away at the end. */
export function liveReporter(setting: Setting): Reporter {
  const { outside, nodes, now } = setting;
  const progress = newProgress(nodes, now());
  const block = inPlace(outside.write);
  const draw = () => block.draw(liveLines(progress, setting));
  const say = (text: string) => {
    block.draw([]);
    outside.note(`${text}\n`);
    draw();
  };
  const timer = setInterval(() => progress.running.size > 0 && draw(), redrawMs);
  const take = (event: CliEvent) => {
    if (isProgressEvent(event)) advance(progress, event, now());
    const said = remark(event) ?? failureText(event);
    if (said !== undefined) say(said);
  };
  return { take, close: () => (clearInterval(timer), block.draw([])) };
}

function failureText(event: CliEvent): string | undefined {
  if (event.event !== "node_finished" || event.outcome !== "failed") return undefined;
  return `Failed: ${event.node}: ${sayable(event.message ?? event.reason ?? "no cause was given")}`;
}

/** The block: a line for each stage in play, a line for each running node, and the time. Cut to the terminal. */
function liveLines(progress: Progress, { outside, jobs, now }: Setting): string[] {
  const tallies = [...progress.stages.values()];
  const lines = [
    ...tallies.map(stageLine),
    ...[...progress.running.values()].slice(0, shownNodes).map((node) => runningLine(node, now())),
    timeLine(progress, jobs, now()),
  ];
  return lines.map((line) => line.slice(0, Math.max(20, (outside.columns ?? 80) - 1)));
}

/** How far it is, as far as it said so, and how long it has been running. */
function runningLine(node: RunningNode, now: number): string {
  const share = node.steps === undefined ? "" : `${Math.round(100 * fractionDone(node))} %`;
  const elapsed = spokenDuration((now - node.startedAt) / 1000);
  return `  ${share.padStart(5)}  ${elapsed.padStart(6)}  ${node.node}  ${runningText(node)}`;
}

function stageLine(tally: StageTally): string {
  const done = finishedCount(tally);
  const filled = Math.floor((done / tally.total) * barLength);
  const bar = `${"━".repeat(filled)}${"─".repeat(barLength - filled)}`;
  const { fresh, failed, skipped } = tally.finished;
  const details = [
    [tally.running, "running"],
    [fresh, "fresh"],
    [failed, "failed"],
    [skipped, "skipped"],
  ] as const;
  const shown = details.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${tally.stage.padEnd(17)} ${bar} ${`${done}/${tally.total}`.padStart(9)}  ${
    shown.join(", ")
  }`;
}

function timeLine(progress: Progress, jobs: number, now: number): string {
  const { seconds, complete } = timeLeft(progress, jobs, now);
  const left = `${complete ? "about" : "more than"} ${spokenDuration(seconds)} left`;
  return `${spokenDuration((now - progress.startedAt) / 1000)} so far, ${left}`;
}

/** Writes lines over those written before. */
function inPlace(write: (text: string) => void): { draw(lines: readonly string[]): void } {
  let height = 0;
  return {
    draw(lines) {
      const back = height > 0 ? `\x1b[${height}A\r\x1b[J` : "";
      if (back === "" && lines.length === 0) return;
      write(`${back}${lines.map((line) => `${line}\n`).join("")}`);
      height = lines.length;
    },
  };
}

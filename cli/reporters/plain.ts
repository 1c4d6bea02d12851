// Plain lines, one for each node that ran, failed or was skipped: for logs, pipes, CI and NO_COLOR.
import { type Event, sayable } from "../../pipeline/mod.ts";
import { spokenDuration } from "../spoken.ts";
import {
  advance,
  finishedCount,
  newProgress,
  type Progress,
  type RunningNode,
} from "./progress.ts";
import { remark } from "./remark.ts";
import type { CliEvent, Reporter, Setting } from "./reporter.ts";

/** How long a running node may stay silent before its progress gets a line. */
const quietMs = 15_000;

/** Writes a line as each node ends; fresh nodes, of which there may be hundreds, are only counted. */
export function plainReporter({ outside, nodes, now }: Setting): Reporter {
  const progress = newProgress(nodes, now());
  const spokeAt = new Map<string, number>();
  const take = (event: CliEvent) => {
    const said = remark(event);
    if (said !== undefined) outside.note(`${said}\n`);
    if (event.event === "node_finished") outside.write(finishedLine(progress, event));
    if (isProgressEvent(event)) advance(progress, event, now());
    if (event.event === "node_progress") {
      outside.write(dueLine(progress.running.get(event.node), spokeAt, now()));
    }
  };
  return { take, close: () => {} };
}

/** Whether an event is one of the run itself, not of the command. */
export function isProgressEvent(event: CliEvent): event is Event {
  return !event.event.startsWith("results_");
}

/** `epoch 3/10, step 120/400, loss 0.2314`: what a running node last said. */
export function runningText({ epoch, epochs, step, steps, loss }: RunningNode): string {
  const parts = [
    epoch === undefined ? "" : `epoch ${epoch}${epochs === undefined ? "" : `/${epochs}`}`,
    step === undefined ? "" : `step ${step}/${steps}`,
    loss === undefined ? "" : `loss ${loss.toPrecision(4)}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

type Finished = Extract<Event, { event: "node_finished" }>;

function finishedLine(
  progress: Progress,
  { node, outcome, seconds, message, log }: Finished,
): string {
  if (outcome === "fresh") return "";
  const done = [...progress.stages.values()].reduce((sum, tally) => sum + finishedCount(tally), 0) +
    1;
  const count = `[${String(done).padStart(String(progress.total).length)}/${progress.total}]`;
  const time = seconds === undefined ? "" : ` (${spokenDuration(seconds)})`;
  const cause = message === undefined ? "" : `: ${sayable(message)}`;
  const where = log === undefined ? "" : ` (log: ${log})`;
  return `${count} ${outcome.padEnd(7)} ${node}${time}${cause}${where}\n`;
}

function dueLine(
  running: RunningNode | undefined,
  spokeAt: Map<string, number>,
  now: number,
): string {
  if (!running || now - (spokeAt.get(running.node) ?? running.startedAt) < quietMs) return "";
  spokeAt.set(running.node, now);
  return `running ${running.node}: ${runningText(running)}\n`;
}

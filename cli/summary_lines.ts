// The last lines of a run: what ran, what failed and why, where the results lie, how they compare.
import { type Event, sayable, type Summary } from "../pipeline/mod.ts";
import { spokenDuration, spokenPath } from "./spoken.ts";
import { comparisonLines } from "../results/mod.ts";
import type { Settled } from "../results/mod.ts";

/** A node that failed, as its event told it. */
export type FailedNode = Pick<
  Extract<Event, { event: "node_finished" }>,
  "node" | "message" | "reason" | "log"
>;

/** A run as far as its last lines tell of it. */
export type RunSummary = Omit<Summary, "run" | "outcomes">;

/** One line on the whole run, and for each failure its node, its cause and its log. */
export function runLines(summary: RunSummary, failures: readonly FailedNode[]): string[] {
  return [
    `${headline(summary)}${warned(summary.warnings)}`,
    ...failures.flatMap(failureLines),
    ...summary.unrepaired.map(wrongByteLine),
  ];
}

function headline({ ran, fresh, failed, skipped, interrupted, seconds }: RunSummary): string {
  const time = `(${spokenDuration(seconds)})`;
  if (interrupted) {
    return `Interrupted: ran ${nodes(ran)}, ${fresh} were fresh ${time}; the same command goes on`;
  }
  if (failed + skipped > 0) {
    return `Failed: ${
      nodes(failed)
    } failed and ${skipped} were skipped; ran ${ran}, ${fresh} were fresh ${time}`;
  }
  if (ran === 0) {
    return `Nothing to run: ${nodes(fresh)} ${fresh === 1 ? "is" : "are"} fresh ${time}`;
  }
  return `Ran ${nodes(ran)}, ${fresh} ${fresh === 1 ? "was" : "were"} fresh ${time}`;
}

function warned(warnings: number): string {
  if (warnings === 0) return "";
  return `; ${warnings} ${warnings === 1 ? "warning" : "warnings"} above`;
}

function nodes(count: number): string {
  return `${count} ${count === 1 ? "node" : "nodes"}`;
}

function failureLines({ node, message, reason, log }: FailedNode): string[] {
  const cause = sayable(message ?? reason ?? "no cause was given");
  return [`  ${node}`, `    cause: ${cause}`, ...(log === undefined ? [] : [`    log:   ${log}`])];
}

function wrongByteLine(what: string): string {
  return `A wrong byte could not be rebuilt: ${what}`;
}

/** Where the results and the page lie, and how they stand to what is published. */
export function resultLines(settled: Settled, cwd: string, published: boolean): string[] {
  const target = spokenPath(settled.published, cwd);
  const wrote = settled.written.length === 0 ? "" : ` (${settled.written.length} files written)`;
  return [
    `Results: ${spokenPath(settled.folder, cwd)}${wrote}`,
    ...(settled.page === undefined ? [] : [`Page:    ${spokenPath(settled.page, cwd)}`]),
    ...(published && settled.comparison.state === "unpublished"
      ? []
      : comparisonLines(settled.comparison, target)),
    ...(published && settled.comparison.state !== "equal" ? [`Published to ${target}`] : []),
  ];
}

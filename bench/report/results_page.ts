// RESULTS.md: the figures of one run, with all that is needed to read them.
import { markdown, type Table } from "./table.ts";

/** The page of a run. `about` are lines of a list; `command` is what was typed. */
export function resultsPage(command: string, about: readonly string[], tables: readonly Table[]) {
  return [...head, "", `- command: \`${command}\``, ...about.map((line) => `- ${line}`), "", ...how]
    .concat("", ...tables.map(markdown)).join("\n").trimEnd() + "\n";
}

const head = [
  "# Results of the benches",
  "",
  "Written by the run itself; do not edit. Compare figures within a table only: its rows were measured",
  "in turn, round after round, in one run. The minimum says what the code can do, the median what this",
  "machine made of it while others were at work; read ratios, not milliseconds.",
];

const how = [
  "A training step is all that a trainer does between two batches: masks drawn, forward, backward,",
  "clipping, AdamW, outputs back on the host; batch 32, one thread. Every peer is a process of its own,",
  "and its peak is that process's highest resident memory, runtime included. Before timing, the loss and",
  "the norm of the gradient of every peer are compared with ours (relative 1e-4, nothing dropped): a peer",
  "that computes something else ends the bench. `cold`: the first step took so long that it is the only",
  "one; what its peer does when warm is somewhat faster.",
];

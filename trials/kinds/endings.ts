// Kinds in which runs are ended: killed, interrupted, or by each other.
import { join } from "node:path";
import { forgetEnd } from "../store_files.ts";
import { type Kind, reproduce, type Trial } from "../kind.ts";
import { exists } from "../listing.ts";
import type { Line } from "../program.ts";

/** Seconds within which a run ends after a signal: one, and another for a machine that is busy. */
const patience = 2;

type Sent = Omit<NonNullable<Line["signal"]>, "after"> & {
  readonly earliest: number;
  readonly latest: number;
};

/** A run that gets a signal at a moment between two times, in ms. */
function signalled(trial: Trial, { earliest, latest, ...signal }: Sent): Line {
  const after = earliest + trial.draws.below(latest - earliest);
  const limit = signal.name === "KILL" ? {} : { limit: patience, since: "signal" as const };
  return { ...reproduce(trial), signal: { ...signal, after }, ...limit };
}

/** Nothing but an empty folder: the run has to read and bundle all code before it starts. */
function forgetAll({ store }: Trial): void {
  Deno.removeSync(store, { recursive: true });
  Deno.mkdirSync(store);
}

const work = (trial: Trial) => {
  forgetEnd(trial);
  return "the last nodes are to run";
};

export const endingKinds: readonly Kind[] = [
  {
    name: "ending: kill -9",
    tries: "the run, or its whole process group, killed at a random moment",
    damage: work,
    lines: (trial) => [
      signalled(trial, {
        name: "KILL",
        group: trial.turn([true, false]),
        earliest: 100,
        latest: 3000,
      }),
    ],
  },
  {
    name: "ending: Ctrl-C",
    tries:
      "an interrupt to the process group at a random moment: the run ends within a second, with code 130",
    damage: work,
    codes: [0, 130],
    lines: (trial) => [
      signalled(trial, {
        name: "INT",
        group: trial.turn([true, false]),
        earliest: 100,
        latest: 3000,
      }),
    ],
  },
  {
    name: "ending: Ctrl-C while the first run reads its code",
    tries: "the same on an empty store, while code is bundled",
    damage: (trial) => {
      forgetAll(trial);
      return "an empty store";
    },
    codes: [130],
    heals: false,
    lines: (trial) => [signalled(trial, { name: "INT", group: true, earliest: 200, latest: 2500 })],
  },
  {
    name: "ending: SIGTERM",
    tries: "a request to end, as batch systems send it, once the run has begun",
    damage: (trial) => {
      forgetAll(trial);
      return "an empty store";
    },
    codes: [130],
    heals: false,
    lines: (
      trial,
    ) => [signalled(trial, { name: "TERM", group: false, earliest: 1500, latest: 4000 })],
  },
  {
    name: "ending: together",
    tries: "two to five runs at once on one store, the last nodes to be run",
    damage: work,
    codes: [0],
    lines: (trial) => Array.from({ length: trial.turn([2, 3, 4, 5]) }, () => reproduce(trial)),
  },
  {
    name: "ending: together, with nothing to run",
    tries: "six runs at once that only write results, some of which are gone",
    damage: ({ store }) => {
      Deno.removeSync(join(store, "results"), { recursive: true });
      return "no results";
    },
    codes: [0],
    lines: (trial) => Array.from({ length: 6 }, () => reproduce(trial)),
  },
  {
    name: "ending: together, with --publish",
    tries: "three runs at once that publish the same results",
    damage: (trial) => {
      const published = join(trial.ground.checkout, "artifacts", "published", "trial");
      if (exists(published)) Deno.removeSync(published, { recursive: true });
      return "nothing published";
    },
    codes: [0],
    lines: (trial) => Array.from({ length: 3 }, () => reproduce(trial, "--publish")),
  },
  {
    name: "ending: one killed, one alive",
    tries: "two runs at once, of which one is killed at a random moment",
    damage: work,
    lines: (trial) => [
      reproduce(trial),
      signalled(trial, { name: "KILL", group: true, earliest: 300, latest: 2500 }),
    ],
  },
];

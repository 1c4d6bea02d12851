// Kinds in which the store changes under a run: damaged, removed, replaced or held while it goes.
import { join } from "node:path";
import { forgetEnd } from "../store_files.ts";
import { type Kind, reproduce, shell, type Trial } from "../kind.ts";
import { filesIn } from "../listing.ts";
import type { Line } from "../program.ts";

/** A run beside which a script begins some time later, and comes to its end; the script's `$1` is the store, `$2` the folder around. */
function meanwhile(trial: Trial, script: string): Line {
  const later = (0.1 + 2 * trial.draws.uniform()).toFixed(2);
  const both =
    `store=$1 around=$2; shift 2; ( sleep ${later}; ${script} ) >/dev/null 2>&1 & "$@"; code=$?; wait; exit $code`;
  return { ...reproduce(trial), before: shell(both, trial.store, trial.around) };
}

/** What happens to the store while a run goes on. */
const changes: Readonly<Record<string, string>> = {
  "objects are removed": `rm -rf "$store/objects"`,
  "records are removed": `rm -rf "$store/records"`,
  "scratch is removed": `rm -rf "$store/scratch"`,
  "leases are removed": `rm -rf "$store/leases"`,
  "the log is removed": `rm -rf "$store/runs"`,
  "everything is removed": `rm -rf "$store"`,
  "the store is moved away":
    `mv "$store" "$store.moved"; sleep 3; rm -rf "$store"; mv "$store.moved" "$store"`,
  "every object gets a byte more":
    `chmod -R u+w "$store/objects"; for f in "$store"/objects/*/*; do echo x >> "$f"; done`,
  "the results are removed": `rm -rf "$store/results"`,
  "all modes are taken": `chmod -R 000 "$store"`,
};

const checkpoints: Readonly<Record<string, (folder: string, trial: Trial) => void>> = {
  "no JSON": (folder) => Deno.writeTextFileSync(join(folder, "progress.json"), "{"),
  "JSON of another shape": (folder) => Deno.writeTextFileSync(join(folder, "progress.json"), "[]"),
  "an epoch that has no tensors": (folder) =>
    Deno.writeTextFileSync(join(folder, "progress.json"), `{"epoch":1,"step":2,"history":[]}`),
  "links to files outside": (folder, { around }) => {
    for (const name of ["progress.json", ".progress.json", "weights", "0.safetensors"]) {
      Deno.symlinkSync(join(around, "data.json"), join(folder, name));
    }
  },
  "a link to a folder outside": (folder, { around }) => {
    Deno.symlinkSync(join(around, "folder"), join(folder, "weights"));
  },
  "a FIFO": (folder) => {
    new Deno.Command("mkfifo", { args: [join(folder, "progress.json")] }).outputSync();
  },
};

/** Forgets what training gave, and leaves checkpoints for it that nobody wrote. */
function plantCheckpoints(trial: Trial, what: string): void {
  const [path = ""] = filesIn(join(trial.store, "records", "train"));
  const key = path.slice(0, 64);
  Deno.removeSync(join(trial.store, "records", "train"), { recursive: true });
  const folder = join(trial.store, "partial", key);
  Deno.mkdirSync(folder, { recursive: true });
  checkpoints[what]?.(folder, trial);
}

export const momentKinds: readonly Kind[] = [
  {
    name: "moment: the store changes under a run",
    tries:
      "objects, records, scratch, leases, log or all removed, moved or changed at a random moment",
    damage: (trial) => {
      forgetEnd(trial);
      return trial.turn(Object.keys(changes));
    },
    lines: (trial) => [meanwhile(trial, changes[trial.turn(Object.keys(changes))] ?? "")],
  },
  {
    name: "moment: a run that stands still",
    tries: "two runs at once, of which one is stopped for two seconds and goes on",
    codes: [0],
    damage: (trial) => {
      forgetEnd(trial);
      return "stopped and continued";
    },
    lines: (trial) => {
      const after = (0.2 + 1.5 * trial.draws.uniform()).toFixed(2);
      const held = `"$@" & p=$!; sleep ${after}; kill -STOP $p; sleep 2; kill -CONT $p; wait $p`;
      return [reproduce(trial), { ...reproduce(trial), before: shell(held) }];
    },
  },
  {
    name: "moment: checkpoints that nobody wrote",
    tries: "hostile files where training looks for its own checkpoints: links, FIFOs, no JSON",
    damage: (trial) => {
      const what = trial.turn(Object.keys(checkpoints));
      plantCheckpoints(trial, what);
      return what;
    },
  },
];

// Kinds about where a command stands: its options, its folder, its environment, and who listens to it.
import { join } from "node:path";
import { forgetEnd } from "../store_files.ts";
import { type Kind, reproduce, shell, type Trial } from "../kind.ts";
import type { Line } from "../program.ts";

/** Values of `--store` that name no folder that could be one. */
const stores: readonly ((trial: Trial) => string)[] = [
  ({ around }) => `${around}/secret.txt`,
  ({ around }) => `${around}/secret.txt/x`,
  ({ folder }) => `${folder}/tmp/${"s".repeat(300)}`,
  ({ folder }) => `${folder}/tmp/${"s/".repeat(3000)}`,
  () => "/dev/null",
  () => "/proc/self",
  () => "/proc/1/x",
  () => "/sys/x",
  ({ folder }) => {
    const loop = `${folder}/tmp/loop`;
    Deno.symlinkSync(loop, loop);
    return loop;
  },
];

const listeners: Readonly<Record<string, string>> = {
  "a full device as output": `exec "$@" > /dev/full`,
  "a full device as output and error": `exec "$@" > /dev/full 2>&1`,
  "no output": `exec "$@" >&-`,
  "no error": `exec "$@" 2>&-`,
  "no input": `exec "$@" <&-`,
  "nothing at all": `exec "$@" <&- >&- 2>&-`,
  "a reader that goes away": `set -e; "$@" | head -c 1`,
  "a folder that is gone": `mkdir gone; cd gone; rmdir ../gone; exec "$@"`,
};

const environments: Readonly<Record<string, Line["environment"] & object>> = {
  "no home": { HOME: "" },
  "a home that is not there": { HOME: "/nowhere/at/all" },
  "a folder for temporary files that is not there": { TMPDIR: "/nowhere" },
  "a device for temporary files": { TMPDIR: "/dev/null" },
  "no path": { PATH: "/nowhere" },
  "odd columns": { COLUMNS: "-1", LINES: "x", TERM: "\u001b[31m" },
  "an odd language": { LANG: "xx_YY.KOI8-R", LC_ALL: "C", TZ: "Mars/Olympus" },
  "a place to stand that is not there": { INIT_CWD: "/nowhere" },
  "a hook for node": { NODE_OPTIONS: "--require=/nowhere.js" },
  "many variables": Object.fromEntries(
    Array.from({ length: 2000 }, (_, n) => [`V${n}`, "v".repeat(50)]),
  ),
};

const targets: Readonly<Record<string, (trial: Trial) => string>> = {
  "a file": ({ around }) => `${around}/secret.txt`,
  "a folder with files": ({ around }) => around,
  "a path through a file": ({ around }) => `${around}/secret.txt/x`,
  "a link that leads nowhere": ({ folder }) => {
    Deno.symlinkSync("/nowhere/at/all", `${folder}/tmp/link`);
    return `${folder}/tmp/link`;
  },
  "a FIFO": ({ folder }) => {
    new Deno.Command("mkfifo", { args: [`${folder}/tmp/fifo`] }).outputSync();
    return `${folder}/tmp/fifo`;
  },
  "a device": () => "/dev/null",
  "a name too long": ({ folder }) => `${folder}/tmp/${"e".repeat(300)}`,
  "a place where nothing can be": () => "/proc/x",
};

export const standingKinds: readonly Kind[] = [
  {
    name: "standing: a store that is none",
    tries:
      "`--store` with a file, a device, a link to itself, a path too long, a place where nothing can be",
    codes: [2],
    heals: false,
    damage: () => "a store that is none",
    lines: (trial) => {
      const store = trial.turn(stores)(trial);
      return [{ words: ["reproduce", trial.study, "--store", store], limit: 30 }];
    },
  },
  {
    name: "standing: nobody listens",
    tries:
      "output to a full device, closed or to a reader that goes away; a working folder that is gone",
    damage: (trial) => {
      if (trial.draws.uniform() < 0.5) forgetEnd(trial);
      return trial.turn(Object.keys(listeners));
    },
    deaf: true,
    lines: (trial) => [{
      ...reproduce(trial),
      before: shell(listeners[trial.turn(Object.keys(listeners))] ?? ""),
    }],
  },
  {
    name: "standing: an odd environment",
    tries: "no home, no path, no place for temporary files, odd columns and languages",
    damage: (trial) => {
      forgetEnd(trial);
      return trial.turn(Object.keys(environments));
    },
    lines: (trial) => {
      const environment = environments[trial.turn(Object.keys(environments))] ?? {};
      return [{ ...reproduce(trial), environment }];
    },
  },
  {
    name: "standing: an export to what is no new folder",
    tries: "`export` to a file, a full folder, a FIFO, a device, a name too long",
    codes: [1, 2],
    heals: false,
    damage: (trial) => trial.turn(Object.keys(targets)),
    lines: (trial) => {
      const to = targets[trial.turn(Object.keys(targets))]?.(trial) ?? "";
      const node = "train:tiny/digits/lora/seed=12";
      const of = ["--study", trial.study, "--store", trial.store];
      return [{ words: ["export", node, to, ...of], limit: 60 }];
    },
  },
  {
    name: "standing: a study from elsewhere",
    tries: "the same study by a relative path, through a link, from another folder, twice at once",
    codes: [0],
    damage: (trial) => {
      Deno.symlinkSync(trial.study, join(trial.folder, "tmp", "link.json"));
      Deno.symlinkSync(trial.folder, join(trial.folder, "tmp", "up"));
      return "links on the way";
    },
    lines: (trial) => [
      { words: ["reproduce", join(trial.folder, "tmp", "link.json"), "--store", trial.store] },
      { words: ["reproduce", trial.study, "--store", join(trial.folder, "tmp", "up", "store")] },
    ],
  },
];

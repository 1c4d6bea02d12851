// Kinds that put something else where a store has a file or a folder: links, folders, FIFOs, devices, sockets.
import { dirname, join } from "node:path";
import { studyName } from "../ground.ts";
import type { Kind, Trial } from "../kind.ts";
import { exists, filesIn, listingOf } from "../listing.ts";
import { rewrite } from "../store_files.ts";
import {
  command,
  families,
  fileIn,
  folders,
  put,
  strangeFiles,
  strangeFolders,
} from "./strangers.ts";

/** The folder of the store moved out, and a link to it in its place. */
function moveOut(trial: Trial, folder: string): void {
  const [from, to] = [join(trial.store, folder), join(trial.around, "moved")];
  if (exists(from)) Deno.renameSync(from, to);
  else Deno.mkdirSync(to);
  Deno.mkdirSync(dirname(from), { recursive: true });
  Deno.symlinkSync(to, from);
}

/** Folders that a cleaner of the store might take for its own, behind a link. */
function baitFor(trial: Trial, folder: string): void {
  const key = filesIn(join(trial.store, "records"))[0]?.match(/[0-9a-f]{64}/)?.[0] ?? "a";
  const bait = join(trial.around, "folder");
  for (const name of [key, crypto.randomUUID()]) {
    Deno.mkdirSync(join(bait, name), { recursive: true });
    Deno.writeTextFileSync(join(bait, name, "precious.txt"), "precious");
  }
  put(trial, folder, (path) => Deno.symlinkSync(bait, path));
}

const root = Deno.uid() === 0;

export const placeKinds: readonly Kind[] = [
  {
    name: "place: something else where a file was",
    tries:
      "a folder, link, FIFO, socket, empty or endless file where an object, record, memo or result was",
    damage: (trial) => {
      const path = fileIn(trial, trial.turn(families));
      const what = trial.any(Object.keys(strangeFiles));
      put(trial, path, strangeFiles[what] as (path: string, trial: Trial) => void);
      return `${path}: ${what}`;
    },
  },
  {
    name: "place: a device where a file was",
    tries: "a device of the kinds of /dev/null, /dev/zero and /dev/full where a file was",
    lacks: () => root ? undefined : "only root makes devices",
    damage: (trial) => {
      const path = fileIn(trial, trial.turn(families));
      const minor = trial.any(["3", "5", "7"]);
      put(trial, path, (whole) => command("mknod", whole, "c", "1", minor));
      return `${path}: device 1, ${minor}`;
    },
  },
  {
    name: "place: something else where a folder was",
    tries: "a file, link or FIFO where the store has a folder",
    heals: false,
    damage: (trial) => {
      const folder = trial.turn(folders);
      const what = trial.any(Object.keys(strangeFolders));
      put(trial, folder, strangeFolders[what] as (path: string, trial: Trial) => void);
      return `${folder}: ${what}`;
    },
  },
  {
    name: "place: a folder moved out, and a link to it",
    tries: "a folder of the store that is a link to a folder outside, which a run would write to",
    heals: false,
    damage: (trial) => {
      const folder = trial.turn(folders);
      moveOut(trial, folder);
      return `${folder}: a link to where it was moved`;
    },
  },
  {
    name: "place: a link to what a cleaner would remove",
    tries:
      "scratch, partial, leases, runs or results as a link to a folder with names that look finished",
    heals: false,
    damage: (trial) => {
      const folder = trial.turn([
        "scratch",
        "partial",
        "results",
        `results/${studyName}`,
        "leases",
        "runs",
        "quarantine",
      ]);
      baitFor(trial, folder);
      return `${folder}: a link to a folder with precious files`;
    },
  },
  {
    name: "place: dead scratch that holds links",
    tries: "what a dead run left in scratch and partial: links to files and folders outside, FIFOs",
    damage: (trial) => {
      const folder = join(
        trial.store,
        trial.turn(["scratch", "partial"]),
        trial.any(["dead", "a".repeat(64), "..a"]),
      );
      Deno.mkdirSync(folder, { recursive: true });
      Deno.symlinkSync(join(trial.around, "folder"), join(folder, "0"));
      Deno.symlinkSync(join(trial.around, "secret.txt"), join(folder, "1"));
      command("mkfifo", join(folder, "2"));
      return `${folder.slice(trial.store.length + 1)}: links and a FIFO`;
    },
  },
  {
    name: "results: things that are not ours",
    tries: "links, FIFOs, sockets and folders among the results",
    damage: (trial) => {
      const what = trial.turn(Object.keys(strangeFiles));
      const name = trial.any([
        "zz",
        "MANIFEST.json",
        "figures/x",
        "table_2.csv",
        "report.html",
        "..x",
      ]);
      put(
        trial,
        `results/${studyName}/${name}`,
        strangeFiles[what] as (path: string, trial: Trial) => void,
      );
      return `results/${studyName}/${name}: ${what}`;
    },
  },
  {
    name: "results: a changed file",
    tries: "a result that was edited, cut, removed, or is a hard link to a file outside",
    damage: (trial) => {
      const path = join(trial.store, fileIn(trial, `results/${studyName}`));
      const what = trial.turn(["edited", "empty", "removed", "hard link"]);
      if (what === "edited") rewrite(path, `${Deno.readTextFileSync(path)} `);
      else Deno.removeSync(path);
      if (what === "empty") Deno.writeTextFileSync(path, "");
      if (what === "hard link") Deno.linkSync(join(trial.around, "secret.txt"), path);
      return `${path.slice(trial.store.length + 1)}: ${what}`;
    },
  },
  {
    name: "place: names that are no UTF-8",
    tries: "files and folders with bytes in their names that are no text",
    damage: (trial) => {
      const folder = trial.turn(folders);
      Deno.mkdirSync(join(trial.store, folder), { recursive: true });
      const make = `cd "$1" && printf x > "$(printf 'a\\377b')" && mkdir "$(printf '\\376')" && ` +
        `printf x > "$(printf '\\376/\\375.json')" && ln -s "$2" "$(printf 'c\\374')"`;
      command("sh", "-c", make, "sh", join(trial.store, folder), join(trial.around, "folder"));
      return `in ${folder}`;
    },
  },
  {
    name: "place: a folder too deep for a path",
    tries: "three thousand folders in each other, where a run cleans or lists",
    damage: (trial) => {
      const folder = trial.turn([
        `results/${studyName}`,
        "scratch/dead",
        "partial/dead",
        "records/report",
        "quarantine",
        "nodes/trial",
      ]);
      Deno.mkdirSync(join(trial.store, folder), { recursive: true });
      // Two chains, each short enough for a path, one moved to the end of the other.
      const make = `cd "$1"; chain() { printf "$1/%.0s" $(seq 1500); }; ` +
        `mkdir -p "$(chain d)" "$(chain e)" && mv e "$(chain d)"`;
      command("sh", "-c", make, "sh", join(trial.store, folder));
      return `in ${folder}`;
    },
  },
  {
    name: "place: five thousand strangers",
    tries: "thousands of files, folders and links where a run lists",
    damage: (trial) => {
      const folder = trial.turn([
        `results/${studyName}`,
        "scratch",
        "partial",
        "records",
        "records/report",
        "leases",
        "runs",
      ]);
      Deno.mkdirSync(join(trial.store, folder), { recursive: true });
      const make = `cd "$1"; for n in $(seq 1250); do echo > f$n; done; ` +
        `seq -f d%g 1250 | xargs mkdir; for n in $(seq 500); do ln -s "$2" l$n; done`;
      command("sh", "-c", make, "sh", join(trial.store, folder), join(trial.around, "folder"));
      return `in ${folder}`;
    },
  },
  {
    name: "place: the store itself behind a link",
    tries:
      "a store whose own folder is a link, a store in a store, a name with blanks, stars and line ends",
    damage: (trial) => {
      const name = trial.turn([
        "link",
        "a * b",
        "{x,y}",
        "line\nend",
        "-rf",
        "ü e\u0301",
        "%2e%2e",
        "#a?b",
        "'\"$HOME`",
      ]);
      const moved = join(trial.folder, "store", name);
      const aside = `${trial.store}.aside`;
      Deno.renameSync(trial.store, aside);
      Deno.mkdirSync(trial.store);
      Deno.renameSync(aside, moved);
      if (name === "link") Deno.symlinkSync(moved, join(trial.store, "link.link"));
      return `the store is called ${JSON.stringify(name)}`;
    },
    lines: (trial) => {
      const [name = ""] = [...listingOf(trial.store).keys()].filter((path) =>
        path !== "" && !path.includes("/")
      );
      const store = name === "link" ? "link.link" : name;
      return [{ words: ["reproduce", trial.study, `--store=${trial.store}/${store}`] }];
    },
  },
];

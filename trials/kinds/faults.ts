// Kinds in which the file system fails: at the n-th operation, on a full or read-only disk, under limits.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Kind, reproduce, shell, type Trial } from "../kind.ts";
import { forgetEnd } from "../store_files.ts";
import { exists, filesIn } from "../listing.ts";

const source = fileURLToPath(new URL("../fault.c", import.meta.url));

/** What may fail, as errno of Linux. */
const errors: Readonly<Record<string, number>> = {
  "ENOSPC": 28,
  "EDQUOT": 122,
  "EIO": 5,
  "EMFILE": 24,
  "EROFS": 30,
  "EACCES": 13,
  "ESTALE": 116,
  "ENFILE": 23,
  "ENAMETOOLONG": 36,
};

/** The library that makes operations fail, built once in a session. */
function faultLibrary({ ground }: Trial): string {
  const library = join(ground.folder, "fault.so");
  if (exists(library)) return library;
  const args = ["-O1", "-shared", "-fPIC", "-o", `${library}.new`, source, "-ldl"];
  const { success, stderr } = new Deno.Command("cc", { args }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  Deno.renameSync(`${library}.new`, library);
  return library;
}

interface Fault {
  readonly what: "changes" | "all";
  readonly most: number;
}

function faulty(name: string, tries: string, { what, most }: Fault): Kind {
  const draw = (trial: Trial) => {
    const error = trial.turn(Object.keys(errors));
    const from = 1 + trial.draws.below(most);
    const to = trial.draws.uniform() < 0.5 ? from : 1e9;
    return { error, from, to };
  };
  const drawn = new WeakMap<Trial, ReturnType<typeof draw>>();
  return {
    name,
    tries,
    lacks: () => command("cc", "--version") ? undefined : "there is no C compiler",
    damage: (trial) => {
      const fault = draw(trial);
      drawn.set(trial, fault);
      forgetEnd(trial);
      return `${fault.error} at operation ${fault.from}${
        fault.to > fault.from ? " and later" : ""
      }`;
    },
    lines: (trial) => {
      const { error, from, to } = drawn.get(trial) ?? draw(trial);
      const told = `${what}:${errors[error]}:${from}:${to}:${trial.store}`;
      const environment = { LD_PRELOAD: faultLibrary(trial), CAIRN_FAULT: told };
      return [{ ...reproduce(trial), environment }];
    },
  };
}

function command(name: string, ...args: string[]): boolean {
  try {
    return new Deno.Command(name, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A disk of its own under the store while a command runs; what is on it comes back afterwards. */
const ownDisk = `size=$1 disk=$2 store=$3; shift 3
mount -t tmpfs -o size=$size tmpfs "$disk" && cp -a "$store/." "$disk" && mount --bind "$disk" "$store" || exit 99
"$@"; code=$?
umount "$store" && rm -rf "$store" && mkdir "$store" && cp -a "$disk/." "$store" && umount "$disk" || exit 99
exit $code`;

const readOnly = `store=$1; shift
mount --bind "$store" "$store" && mount -o remount,ro,bind "$store" || exit 99
exec "$@"`;

const needsMounts = () =>
  command("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
    ? undefined
    : "it may not mount";

function bytesIn(folder: string): number {
  return filesIn(folder).reduce((sum, path) => {
    const { size } = Deno.statSync(join(folder, path));
    return sum + Math.ceil(size / 4096) * 4096;
  }, 0);
}

const fewFiles = [30, 32, 36, 40, 44, 48, 56, 64, 80];

/** Kilobytes that a disk has left beside the store. */
const spare = [16, 32, 48, 64, 96, 128, 192, 256, 400, 600, 1000];

export const faultKinds: readonly Kind[] = [
  faulty(
    "fault: a change fails",
    "the n-th write, creation, sync, rename or removal fails, once or from then on, with nine errors",
    {
      what: "changes",
      most: 90,
    },
  ),
  faulty(
    "fault: any operation fails",
    "the same of every operation, opening for reading, reading and looking included",
    {
      what: "all",
      most: 500,
    },
  ),
  {
    name: "fault: a disk that is full",
    tries: "a disk of its own with little room left",
    lacks: needsMounts,
    damage: (trial) => {
      forgetEnd(trial);
      Deno.mkdirSync(join(trial.folder, "tmp", "disk"));
      return `${trial.turn(spare)} KB left`;
    },
    lines: (trial) => {
      const size = bytesIn(trial.store) + (80 + trial.turn(spare)) * 1024;
      const disk = join(trial.folder, "tmp", "disk");
      return [{
        ...reproduce(trial),
        before: ["unshare", "-m", ...shell(ownDisk, String(size), disk, trial.store)],
      }];
    },
  },
  {
    name: "fault: a store on another file system",
    tries: "a store on a file system of its own, with room enough: all has to go well",
    lacks: needsMounts,
    codes: [0],
    damage: (trial) => {
      forgetEnd(trial);
      Deno.mkdirSync(join(trial.folder, "tmp", "disk"));
      return "a store on tmpfs";
    },
    lines: (trial) => [{
      ...reproduce(trial),
      before: [
        "unshare",
        "-m",
        ...shell(ownDisk, "64m", join(trial.folder, "tmp", "disk"), trial.store),
      ],
    }],
  },
  {
    name: "fault: a store that may only be read",
    tries: "a read-only mount: commands that only read work, the others say why not",
    lacks: needsMounts,
    damage: (trial) => {
      if (trial.draws.uniform() < 0.5) forgetEnd(trial);
      return "a read-only store";
    },
    lines: (trial) => {
      const of = ["--study", trial.study, "--store", trial.store];
      const words = trial.turn([
        ["reproduce", trial.study, "--store", trial.store],
        ["plan", trial.study, "--store", trial.store],
        ["show", "report:trial", ...of],
        ["why", "report:trial", ...of],
        ["report", trial.study, "--store", trial.store],
      ]);
      return [{ words, before: ["unshare", "-m", ...shell(readOnly, trial.store)] }];
    },
  },
  {
    name: "fault: few open files",
    tries: "a limit of 30 to 80 open files; with fewer Deno itself does not start",
    damage: (trial) => {
      forgetEnd(trial);
      return `ulimit -n ${trial.turn(fewFiles)}`;
    },
    lines: (trial) => [{
      ...reproduce(trial),
      before: shell(`ulimit -n ${trial.turn(fewFiles)}; exec "$@"`),
    }],
  },
  {
    name: "fault: files that may not grow",
    tries: "a limit on the size of files, and an umask that takes all rights",
    damage: (trial) => {
      forgetEnd(trial);
      return "a limit of the shell";
    },
    lines: (trial) => {
      const limits = [
        "trap '' XFSZ; ulimit -f 1",
        "trap '' XFSZ; ulimit -f 16",
        "umask 0777",
        "umask 0277",
        "umask 0000",
      ];
      return [{
        ...reproduce(trial),
        before: shell(`${trial.turn(limits)}; exec "$@"`),
      }];
    },
  },
];

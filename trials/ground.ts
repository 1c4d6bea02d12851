// What all trials of a session share: a copy of the program, a little study, and its store as it is right.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { digestsIn, filesIn, type Listing } from "./listing.ts";
import { run, type Standing } from "./program.ts";

/** The ground that trials stand on. */
export interface Ground {
  readonly folder: string;
  /** A copy of the working tree: its `artifacts/published` may be written. */
  readonly checkout: string;
  readonly study: string;
  /** A whole store of the study. */
  readonly store: string;
  /** Its results, file by file. */
  readonly results: Listing;
  /** Every key and digest that a name in the right store holds. */
  readonly keys: ReadonlySet<string>;
  readonly environment: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../", import.meta.url));

/** The name of the study that is tried: one little model, one method, one seed. */
export const studyName = "trial";

const study = {
  name: studyName,
  title: "The study that trials damage",
  claim: "None.",
  data: { digits: { dataset: "digits", parameters: { train: 16, validation: 4, test: 4 } } },
  models: {
    tiny: {
      architecture: "vit",
      config: {
        "image_size": 28,
        "patch_size": 14,
        "num_channels": 1,
        "hidden_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "intermediate_size": 8,
      },
    },
  },
  recipes: { adapt: { epochs: 2, batch: 8, rate: 2e-3, rank: 1 } },
  grids: [{ models: ["tiny"], data: "digits", methods: ["lora"], seeds: [12], recipe: "adapt" }],
};

/** Makes the ground in a temporary folder: copies the program, runs the study once. */
export async function makeGround(): Promise<Ground> {
  const folder = await Deno.makeTempDir({ prefix: "cairn-trials-" });
  const [checkout, store] = [join(folder, "checkout"), join(folder, "store")];
  await copyCheckout(checkout);
  const path = join(folder, "study.json");
  await Deno.writeTextFile(path, JSON.stringify(study));
  const environment = await environmentOf(folder);
  await runRight({ checkout, folder, environment }, ["reproduce", path, "--store", store]);
  const results = digestsIn(join(store, "results", studyName));
  const keys = new Set(namesOf(store));
  return { folder, checkout, study: path, store, results, keys, environment };
}

/** Everything under names that are digests, such as keys of records. */
export function namesOf(store: string): string[] {
  return filesIn(join(store, "records")).flatMap((path) => path.match(/[0-9a-f]{64}/) ?? []);
}

/** Tracked and new files of the working tree, not what git ignores. */
async function copyCheckout(folder: string): Promise<void> {
  const listed = await new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd: root,
  }).output();
  for (const file of new TextDecoder().decode(listed.stdout).split("\0")) {
    if (file === "" || /^(artifacts\/published|tests|docs)\//.test(file)) continue;
    await Deno.mkdir(dirname(join(folder, file)), { recursive: true });
    await copyIfThere(join(root, file), join(folder, file));
  }
}

/** A file may be removed and not yet be committed as such. */
async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await Deno.copyFile(from, to);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function runRight(standing: Standing, words: readonly string[]): Promise<void> {
  const ended = await run({ words }, standing);
  if (ended.code === 0) return;
  throw new Error(`Cannot run the study that is to be tried: code ${ended.code}\n${ended.output}`);
}

/** What a command is given: nothing of the user's but the path and Deno's cache. */
async function environmentOf(folder: string): Promise<Record<string, string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
  for (const made of [home, temporary]) await Deno.mkdir(made, { recursive: true });
  const given = { HOME: home, TMPDIR: temporary, DENO_DIR: denoDir, NO_COLOR: "1" };
  return { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", ...given };
}

// The identity of a stage's code: what its module reaches, and nothing that does not matter to it.
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleModules, type Bundles, type Project } from "./code/bundle.ts";
import {
  type CodeMemo,
  codeMemo,
  makeMemo,
  memoName,
  stillTrue,
  takeFiles,
} from "./code/code_memo.ts";
import { rootConfiguration } from "./code/import_map.ts";
import { lockedPackages, readLockfile } from "./code/lockfile.ts";
import type { CodeIdentity } from "./code_identity.ts";
import type { Configurations } from "./context.ts";
import type { AnyStage } from "./stage.ts";
import type { Store } from "./store/store.ts";

/** The code of one stage. */
export interface StageCode {
  readonly identity: CodeIdentity;
  /** Paths from the root of every file that was read to identify it, its neighbours and the settings. */
  readonly sources: readonly string[];
}

/** Module URL → the code behind it. */
export type Codes = ReadonlyMap<string, StageCode>;

/** Where to look: the project's root, and a store whose memo may spare the work. */
export interface CodeOptions {
  readonly root: string;
  /** Where stages of a class run with another Deno configuration than the root's. */
  readonly configurations?: Configurations;
  readonly store?: Store;
  /** Whether the memo may be written; `plan` writes nothing. */
  readonly save?: boolean;
}

/** The code of one stage of the project in `root`. */
export async function codeOf(stage: AnyStage, root: string): Promise<CodeIdentity> {
  return codeIn(await codesOf([stage], { root }), stage);
}

/** A stage's code among those of its study. */
export function codeIn(codes: Codes, stage: AnyStage): CodeIdentity {
  return stageCode(codes, stage).identity;
}

/** Paths from the root of the files that a worker of the stage reads as code. */
export function sourcesOf(codes: Codes, stage: AnyStage): readonly string[] {
  return stageCode(codes, stage).sources;
}

function stageCode(codes: Codes, stage: AnyStage): StageCode {
  const code = codes.get(stage.module);
  if (code === undefined) throw new RangeError(`Cannot find the code of stage ${stage.name}`);
  return code;
}

/** The code of all the stages, from the memo while no file has changed, else by esbuild. */
export async function codesOf(stages: Iterable<AnyStage>, options: CodeOptions): Promise<Codes> {
  const codes = new Map<string, StageCode>();
  for (const [configuration, urls] of byConfiguration(stages, options)) {
    const paths = urls.map((url) => relative(options.root, fileURLToPath(url)));
    const memo = await memoOf(paths, { ...options, configuration });
    const sources = Object.keys(memo.files);
    for (const [place, url] of urls.entries()) {
      codes.set(url, { identity: stageIn(memo, paths[place] ?? url), sources });
    }
  }
  return codes;
}

/** Module URLs, sorted, by the folder of the configuration that their stages run with. */
function byConfiguration(
  stages: Iterable<AnyStage>,
  { configurations = {} }: CodeOptions,
): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const { module, environment } of stages) {
    const configuration = configurations[environment] ?? rootConfiguration;
    const group = groups.get(configuration) ?? new Set();
    groups.set(configuration, group.add(module));
  }
  return new Map([...groups].map(([folder, urls]) => [folder, [...urls].sort()]));
}

type Question = CodeOptions & Project;

async function memoOf(modules: readonly string[], question: Question): Promise<CodeMemo> {
  const { store, configuration, save } = question;
  const known = store?.memory.recall(memoName(configuration), codeMemo);
  const current = known && modules.every((module) => module in known.stages)
    ? stillTrue(known, question.root)
    : undefined;
  const memo = current ?? await compute(modules, question);
  if (save) store?.memory.remember(memoName(configuration), memo);
  return memo;
}

async function compute(modules: readonly string[], project: Project): Promise<CodeMemo> {
  const { root, configuration } = project;
  const settings = ["deno.json", "deno.lock"];
  const own = settings.map((name) => join(configuration, name));
  const files = takeFiles([...new Set([...settings, ...own])], root);
  const bundles = await bundleModules(modules.map((module) => resolve(root, module)), project);
  for (const [path, file] of bundles.read) files[relative(root, path)] = file;
  return makeMemo(files, identities(modules, project, bundles));
}

function identities(
  modules: readonly string[],
  { root, configuration }: Project,
  bundles: Bundles,
): Record<string, CodeIdentity> {
  const lock = readLockfile(join(root, configuration));
  const identity = (module: string): CodeIdentity => {
    const bundle = bundles.byModule.get(resolve(root, module));
    if (bundle === undefined) throw new RangeError(`Cannot find the bundle of ${module}`);
    const packages = lockedPackages(lock, bundle.requests);
    return { bundle: bundle.digest, packages, files: bundle.files };
  };
  return Object.fromEntries(modules.map((module) => [module, identity(module)]));
}

function stageIn(memo: CodeMemo, module: string): CodeIdentity {
  const code = memo.stages[module];
  if (code === undefined) throw new RangeError(`Cannot find the code of ${module}`);
  return code;
}

// The identity of a stage's code: what its module reaches, and nothing that does not matter to it.
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleModules, type Bundles } from "./code/bundle.ts";
import {
  type CodeMemo,
  makeMemo,
  memoPath,
  readMemo,
  stillTrue,
  takeFiles,
} from "./code/code_memo.ts";
import { lockedPackages, readLockfile } from "./code/lockfile.ts";
import type { CodeIdentity } from "./code_identity.ts";
import type { AnyStage } from "./stage.ts";
import type { Store } from "./store/store.ts";

/** Module URL → the code behind it. */
export type Codes = ReadonlyMap<string, CodeIdentity>;

/** Where to look: the project's root, and a store whose memo may spare the work. */
export interface CodeOptions {
  readonly root: string;
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
  const code = codes.get(stage.module);
  if (code === undefined) throw new RangeError(`Cannot find the code of stage ${stage.name}`);
  return code;
}

/** The code of all the stages, from the memo while no file has changed, else in one esbuild call. */
export async function codesOf(stages: Iterable<AnyStage>, options: CodeOptions): Promise<Codes> {
  const urls = [...new Set([...stages].map((stage) => stage.module))].sort();
  const paths = new Map(urls.map((url) => [url, relative(options.root, fileURLToPath(url))]));
  const memo = await memoOf([...paths.values()], options);
  return new Map(urls.map((url) => [url, stageIn(memo, paths.get(url) ?? url)]));
}

async function memoOf(modules: readonly string[], options: CodeOptions): Promise<CodeMemo> {
  const known = options.store && readMemo(options.store.folder);
  const current = known && modules.every((module) => module in known.stages)
    ? stillTrue(known, options.root)
    : undefined;
  const memo = current ?? await compute(modules, options.root);
  const news = JSON.stringify(memo) !== JSON.stringify(known);
  if (options.save && news) options.store?.note(memoPath, JSON.stringify(memo));
  return memo;
}

async function compute(modules: readonly string[], root: string): Promise<CodeMemo> {
  const files = takeFiles(["deno.json", "deno.lock"], root);
  const bundles = await bundleModules(modules.map((module) => resolve(root, module)), root);
  for (const [path, file] of bundles.read) files[relative(root, path)] = file;
  return makeMemo(files, identities(modules, root, bundles));
}

function identities(
  modules: readonly string[],
  root: string,
  bundles: Bundles,
): Record<string, CodeIdentity> {
  const lock = readLockfile(root);
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

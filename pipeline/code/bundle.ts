// The only file that knows esbuild: our code behind a module, tree-shaken, without comments, types and layout.
import type { BuildOptions, Loader, Message, Metafile, OutputFile } from "esbuild";
import { extname, relative, resolve } from "node:path";
import { type Digest, digestOf } from "../digest.ts";
import type { FileStat } from "../file_stat.ts";
import { type NpmRequest, readScopes } from "./import_map.ts";
import { type Source, type SourcePlugin, sourcePlugin } from "./source_plugin.ts";

/** What esbuild made of one module. */
export interface Bundle {
  readonly digest: Digest;
  /** The npm packages that it imports after tree-shaking. */
  readonly requests: readonly NpmRequest[];
  /** Path from the root → digest of the stripped file, for the files of which something is left. */
  readonly files: Readonly<Record<string, Digest>>;
}

/** Where modules stand: the project, and the folder in it whose deno.json maps their imports. */
export interface Project {
  readonly root: string;
  readonly configuration: string;
}

/** All bundles of one call. */
export interface Bundles {
  /** By the module's absolute path. */
  readonly byModule: ReadonlyMap<string, Bundle>;
  /** Every file that was read, by absolute path: while none of them changes, no bundle does. */
  readonly read: ReadonlyMap<string, readonly [FileStat, Digest]>;
}

const strip = {
  minifyWhitespace: true,
  minifySyntax: true,
  // Not minifyIdentifiers: its names move with unrelated text.
  minifyIdentifiers: false,
  legalComments: "none",
  target: "esnext",
  tsconfigRaw: "{}",
} as const;

/**
 * Bundles modules, each by itself, in one esbuild service that is stopped before this returns.
 *
 * @throws {Error} where an import cannot be followed, or works by its side effects alone.
 */
export async function bundleModules(
  modules: readonly string[],
  { root, configuration }: Project,
): Promise<Bundles> {
  // Imported when needed: a run with nothing new never loads it.
  const esbuild = await import("esbuild");
  const seen = sourcePlugin(readScopes(root, configuration));
  try {
    const built = await esbuild.build(buildOptions(modules, root, seen));
    refuseBareImports(built.warnings);
    const files = await strippedDigests(esbuild, seen.sources);
    const byModule = gather(built, { root, files, requests: seen.requests });
    return { byModule, read: filesRead(seen.sources) };
  } finally {
    await esbuild.stop();
  }
}

function buildOptions(modules: readonly string[], root: string, { plugin }: SourcePlugin) {
  return {
    ...strip,
    entryPoints: modules.map((path, i) => ({ in: path, out: String(i) })),
    outdir: "/bundles",
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    logLevel: "silent",
    plugins: [plugin],
  } satisfies BuildOptions;
}

/** A module imported for what it does when loaded would escape the digest, as all are marked free of effects. */
function refuseBareImports(warnings: readonly Message[]): void {
  const bare = warnings.find((warning) => warning.id === "ignored-bare-import");
  if (bare === undefined) return;
  const place = `${bare.location?.file}:${bare.location?.line}`;
  throw new Error(`Cannot identify code that works at import: ${place} imports no name`);
}

async function strippedDigests(
  esbuild: typeof import("esbuild"),
  sources: ReadonlyMap<string, Source>,
): Promise<Map<string, Digest>> {
  const digests = [...sources].map(async ([path, { bytes }]): Promise<[string, Digest]> => [
    path,
    await strippedDigest(esbuild, path, bytes),
  ]);
  return new Map(await Promise.all(digests));
}

async function strippedDigest(
  esbuild: typeof import("esbuild"),
  path: string,
  source: Uint8Array,
): Promise<Digest> {
  const loader = codeLoader(path);
  if (loader === undefined) return digestOf(source);
  const { code } = await esbuild.transform(source, { ...strip, loader, sourcefile: path });
  return digestOf(code);
}

function codeLoader(path: string): Loader | undefined {
  const loaders: Readonly<Record<string, Loader>> = {
    ".ts": "ts",
    ".mts": "ts",
    ".js": "js",
    ".mjs": "js",
    ".json": "json",
  };
  return loaders[extname(path)];
}

interface Parts {
  readonly root: string;
  readonly files: ReadonlyMap<string, Digest>;
  readonly requests: ReadonlyMap<string, NpmRequest>;
}

function gather(
  built: { readonly metafile: Metafile; readonly outputFiles: readonly OutputFile[] },
  parts: Parts,
): Map<string, Bundle> {
  const texts = new Map(built.outputFiles.map((file) => [file.path, file.text]));
  const byModule = new Map<string, Bundle>();
  for (const [out, meta] of Object.entries(built.metafile.outputs)) {
    const text = texts.get(resolve(parts.root, out)) ?? "";
    byModule.set(resolve(parts.root, meta.entryPoint ?? ""), toBundle(text, meta, parts));
  }
  return byModule;
}

function filesRead(sources: ReadonlyMap<string, Source>): Bundles["read"] {
  const byPath = [...sources].sort(([a], [b]) => a < b ? -1 : 1);
  return new Map(byPath.map(([path, { bytes, stat }]) => [path, [stat, digestOf(bytes)]]));
}

function toBundle(text: string, meta: Metafile["outputs"][string], parts: Parts): Bundle {
  const requests = meta.imports.map(({ path }) => parts.requests.get(path))
    .filter((request) => request !== undefined);
  const left = Object.entries(meta.inputs).filter(([, input]) => input.bytesInOutput > 0)
    .map(([path]) => resolve(parts.root, path)).sort();
  const files = left.map((path) => [relative(parts.root, path), parts.files.get(path)] as const);
  return {
    digest: digestOf(text),
    requests,
    files: Object.fromEntries(
      files.filter((entry): entry is readonly [string, Digest] => entry[1] !== undefined),
    ),
  };
}

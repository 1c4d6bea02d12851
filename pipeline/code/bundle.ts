// The only file that knows esbuild: our code behind a module, tree-shaken, without comments, types and layout.
import type { BuildOptions, Loader, Message, Metafile, OutputFile } from "esbuild";
import { extname, relative, resolve } from "node:path";
import { type Digest, digestOf } from "../digest.ts";
import type { FileStat } from "../file_stat.ts";
import { CodeFault } from "./code_fault.ts";
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
 * @throws {CodeFault} where code cannot be read, an import cannot be followed, or a digest would not see what runs.
 */
export async function bundleModules(
  modules: readonly string[],
  { root, configuration }: Project,
): Promise<Bundles> {
  // Imported when needed: a run with nothing new never loads it.
  const esbuild = await import("esbuild");
  expectSpareFiles();
  const seen = sourcePlugin(modules, readScopes(root, configuration));
  try {
    const built = await esbuild.build(buildOptions(modules, root, seen)).catch(unreadable);
    refuseUnseen(built.warnings, built.metafile);
    const files = await strippedDigests(esbuild, seen.sources);
    const byModule = gather(built, { root, files, requests: seen.requests });
    return { byModule, read: filesRead(seen.sources) };
  } finally {
    await esbuild.stop();
  }
}

/** Throws the system's own error where too few files may be opened: esbuild would call that a bug of its own. */
function expectSpareFiles(): void {
  const files: Deno.FsFile[] = [];
  try {
    for (let i = 0; i < 12; i++) files.push(Deno.openSync("/dev/null"));
  } finally {
    for (const file of files) file.close();
  }
}

function buildOptions(modules: readonly string[], root: string, { plugin }: SourcePlugin) {
  return {
    ...strip,
    // By number: esbuild takes a path with a star in it for a pattern.
    entryPoints: modules.map((_, i) => ({ in: String(i), out: String(i) })),
    outdir: "/bundles",
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    logLevel: "silent",
    logOverride: { "unsupported-dynamic-import": "warning" },
    define: makersOfCode,
    plugins: [plugin],
  } satisfies BuildOptions;
}

// esbuild renames these where a module means the global ones; the new names are looked for in the bundle.
const mark = "cairnRefuses";
const makersOfCode: Readonly<Record<string, string>> = Object.fromEntries(
  ["Function", "Worker", "SharedWorker"].map((name) => [name, `${mark}${name}`]),
);

/**
 * esbuild's warning → why its code has no identity. All modules are marked free of effects, so one that is
 * imported for what it does when loaded would escape the digest; so would what is computed while it runs.
 */
const unseen: Readonly<Record<string, readonly [code: string, fault: string]>> = {
  "ignored-bare-import": ["code that works at import", "imports no name"],
  "unsupported-dynamic-import": ["code that is chosen while it runs", "computes what it imports"],
  "direct-eval": ["code that is made of text", "calls eval()"],
};

/** Refuses what is warned of, but in files of which nothing is left. */
function refuseUnseen(warnings: readonly Message[], { outputs }: Metafile): void {
  const left = new Set(Object.values(outputs).flatMap(filesLeft));
  for (const { id, location } of warnings) {
    const [code, fault] = unseen[id] ?? [];
    const { file = "", line } = location ?? {};
    if (code === undefined || id !== "ignored-bare-import" && !left.has(file)) continue;
    throw new CodeFault(`Cannot identify ${code}: ${file}:${line} ${fault}`);
  }
}

function filesLeft({ inputs }: Metafile["outputs"][string]): string[] {
  return Object.entries(inputs).filter(([, input]) => input.bytesInOutput > 0).map(([path]) =>
    path
  );
}

/** What esbuild, or what it asked, could not make sense of. */
function unreadable(error: unknown): never {
  const [first] = error instanceof Error && "errors" in error ? error.errors as Message[] : [];
  if (first === undefined) throw error;
  const { text, location } = first;
  const place = location === null ? "" : ` (${location.file}:${location.line})`;
  throw new CodeFault(`Cannot read the code of a stage: ${text}${place}`);
}

function refuseMakers(text: string, module: string): void {
  // esbuild takes an import of "./${name}.ts" for one of every file that fits, and has a word of its own for it.
  const name = text.includes("__glob(")
    ? "a computed import"
    : text.split(mark)[1]?.match(/^\w+/)?.[0];
  if (name === undefined) return;
  throw new CodeFault(`Cannot identify code that is made while it runs: ${module} reaches ${name}`);
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
    refuseMakers(text, meta.entryPoint ?? "");
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
  const left = filesLeft(meta).map((path) => resolve(parts.root, path)).sort();
  const files = left.map((path) => [relative(parts.root, path), parts.files.get(path)] as const);
  return {
    digest: digestOf(text),
    requests,
    files: Object.fromEntries(
      files.filter((entry): entry is readonly [string, Digest] => entry[1] !== undefined),
    ),
  };
}

// An esbuild plugin that resolves as Deno does: our files inside and free of side effects, all else outside.
import type { Loader, OnLoadArgs, OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { extname } from "node:path";
import { type FileStat, toFileStat } from "../file_stat.ts";
import { type NpmRequest, resolveImport, type Scope, type Target } from "./import_map.ts";

/** A file as esbuild saw it. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly stat: FileStat;
}

/** The plugin, and what it has seen. */
export interface SourcePlugin {
  readonly plugin: Plugin;
  /** The path under which a package stays in the bundle → what was asked of it. */
  readonly requests: Map<string, NpmRequest>;
  /** Absolute path → every file that was read, with its stat from just before. */
  readonly sources: Map<string, Source>;
}

/** A plugin for modules, named by their places in the list, whose files' imports these scopes map. */
export function sourcePlugin(modules: readonly string[], scopes: readonly Scope[]): SourcePlugin {
  const requests = new Map<string, NpmRequest>();
  const sources = new Map<string, Source>();
  const onResolve = (args: OnResolveArgs): OnResolveResult => {
    const module = args.kind === "entry-point" ? modules[Number(args.path)] : undefined;
    if (module !== undefined) return { path: module, sideEffects: false };
    return resolved(resolveImport(args.path, args.importer, scopes), requests);
  };
  const onLoad = async (args: OnLoadArgs) => {
    const stat = toFileStat(await Deno.lstat(args.path), Date.now());
    const bytes = await Deno.readFile(args.path);
    sources.set(args.path, { bytes, stat });
    return { contents: bytes, loader: loaderOf(args) };
  };
  const setup: Plugin["setup"] = (build) => {
    build.onResolve({ filter: /.*/ }, onResolve);
    build.onLoad({ filter: /.*/ }, onLoad);
  };
  return { plugin: { name: "cairn-sources", setup }, requests, sources };
}

// Marked free of side effects, so that what a front door re-exports and nobody uses is left out.
function resolved(target: Target, requests: Map<string, NpmRequest>): OnResolveResult {
  if (target.kind === "file") return { path: target.path, sideEffects: false };
  if (target.kind === "builtin") return { path: target.name, external: true, sideEffects: false };
  const path = outsidePath(target.request, requests);
  requests.set(path, target.request);
  return { path, external: true, sideEffects: false };
}

/** Without the version, which the lockfile knows better; two versions side by side keep theirs. */
function outsidePath(request: NpmRequest, requests: ReadonlyMap<string, NpmRequest>): string {
  const path = `npm:${request.name}${request.subpath}`;
  const other = requests.get(path);
  if (other === undefined || other.range === request.range) return path;
  return `npm:${request.name}@${request.range}${request.subpath}`;
}

function loaderOf({ path, with: attributes }: OnLoadArgs): Loader {
  if (attributes.type === "json") return "json";
  if (attributes.type === "text") return "text";
  if (attributes.type === "bytes") return "binary";
  return extname(path) === ".js" || extname(path) === ".mjs" ? "js" : "ts";
}

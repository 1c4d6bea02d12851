// What an import names: one of our files, a builtin, or an npm package by way of deno.json's import map.
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The target of an import. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "npm"; readonly request: NpmRequest };

/** An npm specifier in its parts: `npm:deno-std@1.4.0/csv/mod.js`. */
export interface NpmRequest {
  readonly name: string;
  /** The version or range that is asked for; empty for none. */
  readonly range: string;
  /** `/csv/mod.js`, or empty. */
  readonly subpath: string;
}

/** Alias → target, of deno.json's `imports`. */
export type ImportMap = Readonly<Record<string, string>>;

/** An import map, and for whose imports it holds. */
export interface Scope {
  /** The folder of the files whose imports are mapped, with a slash at its end; empty for all files. */
  readonly under: string;
  /** The folder from which relative targets start. */
  readonly base: string;
  readonly map: ImportMap;
}

/** The configuration of the project's root. */
export const rootConfiguration = ".";

/**
 * The scopes of the configuration in a folder of the project, narrowest first; empty where there is none.
 * Beside what it says itself, Deno maps the imports of the files below the root as the root's own says.
 */
export function readScopes(root: string, folder: string = rootConfiguration): Scope[] {
  const base = join(root, folder);
  const { imports = {}, scopes = {} } = readConfiguration(base);
  const own = Object.entries(scopes)
    .map(([under, map]) => ({ under: `${resolve(base, under)}/`, base, map }));
  const above = folder === rootConfiguration
    ? []
    : [{ under: `${resolve(root)}/`, base: root, map: readConfiguration(root).imports ?? {} }];
  const narrow = [...own, ...above].sort((a, b) => b.under.length - a.under.length);
  return [...narrow, { under: "", base, map: imports }];
}

interface Configuration {
  readonly imports?: ImportMap;
  readonly scopes?: Readonly<Record<string, ImportMap>>;
}

function readConfiguration(folder: string): Configuration {
  try {
    return JSON.parse(Deno.readTextFileSync(`${folder}/deno.json`));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/**
 * Resolves as Deno does, for the kinds of import that this project allows.
 *
 * @throws {TypeError} for `jsr:`, `https:` and names that nothing maps: their code could not be identified.
 */
export function resolveImport(
  specifier: string,
  importer: string,
  scopes: readonly Scope[],
): Target {
  const { mapped, base } = mappedBy(scopes, specifier, importer);
  if (/^\.{0,2}\//.test(mapped)) return { kind: "file", path: resolve(base, mapped) };
  if (mapped.startsWith("file:")) return { kind: "file", path: fileURLToPath(mapped) };
  if (isBuiltin(mapped)) return { kind: "builtin", name: `node:${mapped.replace(/^node:/, "")}` };
  const request = npmRequest(mapped);
  if (request !== undefined) return { kind: "npm", request };
  throw new TypeError(
    `Cannot identify the code behind "${specifier}", imported by ${importer}: ` +
      "only files, npm packages and node: modules have an identity",
  );
}

/** What the first scope says that says anything; the specifier itself, from its importer, where none does. */
function mappedBy(
  scopes: readonly Scope[],
  specifier: string,
  importer: string,
): { readonly mapped: string; readonly base: string } {
  for (const { map, base } of scopes.filter(({ under }) => importer.startsWith(under))) {
    const mapped = applyMap(specifier, map);
    if (mapped !== undefined) return { mapped, base };
  }
  return { mapped: specifier, base: dirname(importer) };
}

function applyMap(specifier: string, map: ImportMap): string | undefined {
  const exact = map[specifier];
  if (exact !== undefined) return exact;
  const alias = Object.keys(map).filter((name) => isPrefix(name, specifier, map[name]))
    .sort((a, b) => b.length - a.length)[0];
  return alias === undefined ? undefined : (map[alias] ?? "") + specifier.slice(alias.length);
}

/** `name/` maps what begins so; Deno lets a plain `name` of an npm package do the same. */
function isPrefix(name: string, specifier: string, target = ""): boolean {
  if (name.endsWith("/")) return specifier.startsWith(name);
  return target.startsWith("npm:") && specifier.startsWith(`${name}/`);
}

function npmRequest(specifier: string): NpmRequest | undefined {
  const match = /^npm:\/?((?:@[^/]+\/)?[^@/]+)(?:@([^/]+))?(\/.*)?$/.exec(specifier);
  if (match === null) return undefined;
  const [, name = "", range = "", subpath = ""] = match;
  return { name, range, subpath };
}

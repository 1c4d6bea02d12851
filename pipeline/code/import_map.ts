// What an import names: one of our files, a builtin, or an npm package by way of deno.json's import map.
import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
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

/** The import map of the deno.json in `root`; empty where there is none. */
export function readImportMap(root: string): ImportMap {
  try {
    return JSON.parse(Deno.readTextFileSync(`${root}/deno.json`)).imports ?? {};
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
  { root, map }: { readonly root: string; readonly map: ImportMap },
): Target {
  const mapped = applyMap(specifier, map);
  const base = mapped === specifier ? dirname(importer) : root;
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

function applyMap(specifier: string, map: ImportMap): string {
  const exact = map[specifier];
  if (exact !== undefined) return exact;
  const alias = Object.keys(map).filter((name) => isPrefix(name, specifier, map[name]))
    .sort((a, b) => b.length - a.length)[0];
  return alias === undefined ? specifier : (map[alias] ?? "") + specifier.slice(alias.length);
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

// No file needs itself: the imports of the project have no way round, those of types included.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rooms } from "../../lint/front_door.ts";
import { importedPlace, placeOf } from "../../lint/place.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const statement = /^(?:import|export)[^;"]*?from "([^"]+)";/gm;

type Imports = ReadonlyMap<string, readonly string[]>;

async function filesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    // Packages of engines, and what is built for them.
    if (entry.name === "node_modules" || entry.name === "native") continue;
    if (entry.isDirectory) found.push(...await filesIn(path));
    else if (path.endsWith(".ts")) found.push(path);
  }
  return found;
}

async function importsOf(path: string): Promise<string[]> {
  return importsIn(path, await Deno.readTextFile(join(root, path)));
}

/** A type is what a file means: whoever imports one cannot be read without the other file. */
function importsIn(path: string, text: string): string[] {
  return [...text.matchAll(statement)].flatMap(([, specifier = ""]) => {
    const place = importedPlace(placeOf(path), specifier);
    return place ? [place.path] : [];
  });
}

/** The first way round that a walk in depth meets, as the files on it. */
function cycleIn(imports: Imports): string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
    if (done.has(path)) return undefined;
    done.add(path);
    return first(imports.get(path) ?? [], (next) => visit(next, [...above, path]));
  };
  return first([...imports.keys()], (path) => visit(path, []));
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

Deno.test("cycleIn() finds a planted way round", () => {
  const imports = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]]);
  assert.deepEqual(cycleIn(imports), ["b", "c", "b"]);
});

Deno.test("importsIn() sees files, also those of which only a type is imported", () => {
  const text = [
    'import type { Place } from "./interpreter.ts";',
    'import {\n  a,\n  type B,\n} from "../graph/recording.ts";',
    'export type { C } from "../../models/mod.ts";',
    'import { z } from "zod";',
  ].join("\n");
  assert.deepEqual(importsIn("engine/sessions/constants.ts", text), [
    "engine/sessions/interpreter.ts",
    "engine/graph/recording.ts",
    "models/mod.ts",
  ]);
});

Deno.test("no file of any room imports itself, however long the way", async () => {
  const paths = (await Promise.all(Object.keys(rooms).map(filesIn))).flat();
  const imports = new Map(
    await Promise.all(paths.map(async (path) => [path, await importsOf(path)] as const)),
  );
  assert.ok([...imports.values()].flat().length > 50, "The imports were read");
  assert.equal(cycleIn(imports)?.join(" → "), undefined);
});

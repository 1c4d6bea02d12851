// Laws of the rooms that are about files, not about lines: doors, names, first comments.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rooms } from "../../lint/front_door.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** `cli` is entered by cli.ts, `lint` by deno.json: they have no front door. */
const doors = Object.keys(rooms).filter((name) => name !== "cli" && name !== "lint");

const roomFiles = (room: string) => Array.fromAsync(walk(room));

async function* walk(folder: string): AsyncGenerator<SourceFile> {
  for await (const entry of Deno.readDir(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    // Packages of engines, and what is built for them.
    if (entry.name === "node_modules" || entry.name === "native") continue;
    if (entry.isDirectory) yield* walk(path);
    else if (path.endsWith(".ts")) yield { path, text: await Deno.readTextFile(join(root, path)) };
  }
}

/** `adapter_card` and `AdapterCard` and `ADAPTER_CARD` are one word. */
const word = (name: string) => name.replaceAll("_", "").toLowerCase();

const declared = /export (?:default )?(?:async )?(?:function\*?|const|class|interface|type) (\w+)/g;

Deno.test("every room has a front door of named re-exports, and it does nothing else", async () => {
  for (const room of doors) {
    const door = await Deno.readTextFile(join(root, room, "mod.ts"));
    const statements = door.replaceAll(/^\/\/.*$/gm, "").split(";").map((text) => text.trim());
    for (const statement of statements.filter((text) => text !== "")) {
      assert.match(
        statement,
        /^export (type )?(\{[^}]*\}|\* as \w+) from "\.[\w./]+\.ts"$/,
        `${room}/mod.ts`,
      );
    }
  }
});

Deno.test("every front door says what its room knows, in two lines of comment at least", async () => {
  for (const room of doors) {
    const door = await Deno.readTextFile(join(root, room, "mod.ts"));
    assert.match(door, /^\/\/ .+\n\/\//, `${room}/mod.ts`);
  }
});

Deno.test("every file begins with a comment that says what it is", async () => {
  for (const room of Object.keys(rooms)) {
    for (const { path, text } of await roomFiles(room)) assert.match(text, /^\/[/*]/, path);
  }
});

Deno.test("every file is named in snake_case", async () => {
  for (const room of Object.keys(rooms)) {
    for (const { path } of await roomFiles(room)) assert.match(path, /^[a-z0-9_/]+\.ts$/, path);
  }
});

Deno.test("no room has a file for leftovers", async () => {
  for (const room of Object.keys(rooms)) {
    for (const { path } of await roomFiles(room)) {
      assert.doesNotMatch(path, /\/(utils?|helpers?|common|misc|manager|index|lib)\.ts$/, path);
    }
  }
});

Deno.test("a stage's file exports the stage that it is named after", async () => {
  for (const { path, text } of await roomFiles("stages")) {
    if (!text.includes("defineStage<")) continue;
    const exported = [...text.matchAll(declared)].map(([, name = ""]) => word(name));
    const own = word(path.split("/").at(-1)?.replace(".ts", "") ?? "");
    assert.ok(exported.includes(own), `${path} exports ${exported.join(", ")}`);
  }
});

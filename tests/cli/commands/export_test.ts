// What export refuses, before it has written anything.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { refusal } from "../../../cli/documents.ts";
import { exportNode } from "../../../cli/commands/export.ts";
import { memoryOutside } from "../memory_outside.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const node = "train:vit-smoke/digits/lora/seed=12";

/** Exports from an empty store into a folder below a new one; gives what was said and what lies there. */
async function attempt(name: string, prepare: (folder: string) => void = () => {}) {
  const cwd = await Deno.makeTempDir({ prefix: "cairn-export-" });
  const outside = memoryOutside({ root, cwd });
  try {
    prepare(join(cwd, "out"));
    const options = { study: "smoke", store: join(cwd, "store"), json: true } as const;
    const code = await exportNode([name, "out"], options, outside);
    const left = [...Deno.readDirSync(cwd)].map((entry) => entry.name);
    return { code, left, said: outside.noted(), ...refusal.parse(JSON.parse(outside.written())) };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("export refuses an unknown node and suggests the nearest", async () => {
  const { code, reason, said, left } = await attempt("train:vit-smoke/digits/lora/seed=13");
  assert.deepEqual([code, reason, left], [2, "unknown-node", []]);
  assert.match(said, /did you mean 'train:vit-smoke\/digits\/lora\/seed=12'/);
});

Deno.test("export refuses a node that trains nothing, by the name of its stage", async () => {
  const { code, reason, said, left } = await attempt("evaluate:vit-smoke/digits/lora/seed=12");
  assert.deepEqual([code, reason, left], [2, "not-a-train-node", []]);
  assert.match(said, /a node of evaluate has no weights/);
});

Deno.test("export refuses a node that has not run, and says what to run", async () => {
  const { code, reason, said, left } = await attempt(node);
  assert.deepEqual([code, reason, left], [2, "not-fresh", []]);
  assert.match(said, /is not fresh: run 'deno task reproduce smoke' first\n$/);
});

Deno.test("export never writes into a folder that holds something, nor over a file", async () => {
  const full = await attempt(node, (folder) => {
    Deno.mkdirSync(folder);
    Deno.writeTextFileSync(join(folder, "mine"), "");
  });
  assert.deepEqual([full.code, full.reason, full.left], [2, "folder-in-use", ["out"]]);
  const file = await attempt(node, (folder) => Deno.writeTextFileSync(folder, ""));
  assert.deepEqual([file.code, file.reason], [2, "folder-in-use"]);
});

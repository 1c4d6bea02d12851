// Tests of cli/store_folder.ts: a store that cannot be used is refused in one sentence.
import assert from "node:assert/strict";
import { join } from "node:path";
import { plan } from "../../cli/commands/plan.ts";
import { report } from "../../cli/commands/report.ts";
import { reproduce } from "../../cli/commands/reproduce.ts";
import { readableStore, writableStore } from "../../cli/store_folder.ts";
import { memoryOutside } from "./memory_outside.ts";

async function withFile(test: (file: string, folder: string) => Promise<void> | void) {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "file");
  await Deno.writeTextFile(file, "");
  try {
    await test(file, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a store that is not there yet can be read, and reading does not make it", () =>
  withFile((_file, folder) => {
    const store = join(folder, "new", "store");
    assert.ok(readableStore(store).ok);
    assert.throws(() => Deno.statSync(store), Deno.errors.NotFound);
  }));

Deno.test("a store that can be written to exists afterwards and is empty", () =>
  withFile((_file, folder) => {
    const store = join(folder, "new", "store");
    assert.ok(writableStore(store).ok);
    assert.deepEqual([...Deno.readDirSync(store)], []);
  }));

Deno.test("a file, and a place below a file, is no store", () =>
  withFile((file) => {
    for (const store of [file, join(file, "store")]) {
      for (const usable of [readableStore, writableStore]) {
        const found = usable(store);
        assert.equal(found.ok, false);
        assert.match(found.ok ? "" : found.message, /^Cannot (read|write to) the store \/.*[^.]$/);
      }
    }
  }));

Deno.test("plan, reproduce and report end with 2 and one sentence where the store is a file", () =>
  withFile(async (store) => {
    for (const command of [plan, reproduce, report]) {
      const outside = memoryOutside();
      assert.equal(await command("smoke", { store }, outside), 2);
      assert.match(outside.noted(), /^Cannot read the store .*\n$/);
      assert.equal(outside.written(), "");
    }
  }));

// Leases exclude, within a process and between processes, and end with their holder.
import assert from "node:assert/strict";
import { join } from "node:path";
import { digestOf, type Key, openStore } from "../../../pipeline/mod.ts";

const key = digestOf("an action") as string as Key;

function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "leases " });
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("lease() is given to one at a time", () => {
  withFolder((folder) => {
    const [one, two] = [openStore(folder), openStore(folder)];
    const lease = one.lease(key);
    assert.ok(lease);
    assert.equal(two.lease(key), undefined);
    lease.release();
    const next = two.lease(key);
    assert.ok(next);
    next.release();
  });
});

Deno.test("lease() of another key is free", () => {
  withFolder((folder) => {
    const store = openStore(folder);
    const leases = [key, digestOf("another") as string as Key].map((name) => store.lease(name));
    assert.ok(leases.every((lease) => lease !== undefined));
    leases.forEach((lease) => lease?.release());
  });
});

Deno.test("a lease leaves no file behind, and a file left by a dead run is no lease", () => {
  withFolder((folder) => {
    const store = openStore(folder);
    store.lease(key)?.release();
    assert.deepEqual([...Deno.readDirSync(join(folder, "leases"))], []);
    Deno.writeTextFileSync(join(folder, "leases", key), "");
    const lease = store.lease(key);
    assert.ok(lease);
    lease.release();
  });
});

Deno.test("clean() keeps the scratch folder of a process that lives", () => {
  withFolder((folder) => {
    const [one, two] = [openStore(folder), openStore(folder)];
    Deno.writeTextFileSync(one.scratch(), "half");
    two.clean();
    Deno.writeTextFileSync(one.scratch(), "more");
    assert.equal([...Deno.readDirSync(join(folder, "scratch"))].length, 1);
    one.close(false);
    assert.equal([...Deno.readDirSync(join(folder, "scratch"))].length, 0);
  });
});

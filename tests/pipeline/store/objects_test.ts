// Objects are what their names say, or they are not given out.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Digest, digestOf, openStore, type Store } from "../../../pipeline/mod.ts";

async function withStore(test: (store: Store, folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "store " });
  const store = openStore(folder);
  try {
    await test(store, folder);
  } finally {
    await store.close();
    Deno.removeSync(folder, { recursive: true });
  }
}

async function put(store: Store, text: string): Promise<{ digest: Digest; size: number }> {
  const path = store.scratch();
  Deno.writeTextFileSync(path, text);
  return await store.put(path);
}

/** New bytes of the same length, under the old mtime. */
function swapBytes(path: string, text: string): void {
  const { mtime } = Deno.statSync(path);
  assert.ok(mtime);
  Deno.chmodSync(path, 0o644);
  Deno.writeTextFileSync(path, text);
  Deno.utimeSync(path, mtime, mtime);
}

const settledMs = 2100;

Deno.test("put() stores bytes under their SHA-256, read-only", async () => {
  await withStore(async (store, folder) => {
    const object = await put(store, "bytes");
    assert.deepEqual(object, { digest: digestOf("bytes"), size: 5 });
    const path = store.objectPath(object.digest);
    assert.equal(path, join(folder, "objects", object.digest.slice(0, 2), object.digest));
    assert.equal(Deno.readTextFileSync(path), "bytes");
    assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o444);
  });
});

Deno.test("put() of bytes that are there already keeps the ones that are there", async () => {
  await withStore(async (store) => {
    const { digest } = await put(store, "bytes");
    const before = Deno.statSync(store.objectPath(digest)).ino;
    await put(store, "bytes");
    assert.equal(Deno.statSync(store.objectPath(digest)).ino, before);
  });
});

Deno.test("put() puts wrong bytes under its name aside, and stores the right ones", async () => {
  await withStore(async (store, folder) => {
    const object = await put(store, "bytes");
    swapBytes(store.objectPath(object.digest), "bytez");
    await put(store, "bytes");
    assert.equal(await store.check(object), "good");
    const [aside] = [...Deno.readDirSync(join(folder, "quarantine"))];
    assert.ok(aside?.name.startsWith(object.digest));
  });
});

Deno.test("check() sees a byte that changed at once under a restored mtime", async () => {
  await withStore(async (store) => {
    const object = await put(store, "bytes");
    assert.equal(await store.check(object), "good");
    swapBytes(store.objectPath(object.digest), "bytez");
    assert.equal(await store.check(object), "wrong");
  });
});

Deno.test("check() sees a byte that changed under a restored mtime after its stat was trusted", async () => {
  await withStore(async (store) => {
    const object = await put(store, "bytes");
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    await store.close();
    swapBytes(store.objectPath(object.digest), "bytez");
    assert.equal(await store.check(object), "wrong");
  });
});

/** What the memory of a name says, without its digest. */
function remembered(folder: string, name: string) {
  return JSON.parse(Deno.readTextFileSync(join(folder, `${name}.json`))).value;
}

Deno.test("a memory that is forged with its digest is believed, and by distrust() it is not", async () => {
  await withStore(async (store, folder) => {
    const object = await put(store, "bytes");
    await store.close();
    const path = store.objectPath(object.digest);
    swapBytes(path, "bytez");
    const { dev, ino, size, mtime, ctime } = Deno.lstatSync(path);
    const stat = [dev, ino, size, mtime?.getTime(), ctime?.getTime(), Date.now() + 9000];
    const memo = remembered(folder, "memo/objects");
    store.memory.remember("memo/objects", { ...memo, objects: { [object.digest]: stat } });
    assert.equal(await store.check(object), "good", "the forged memo was not used");
    await store.close();
    store.memory.distrust();
    assert.equal(await store.check(object), "wrong");
  });
});

Deno.test("close() reads again what was too young to vouch for, so that the next run need not", async () => {
  await withStore(async (store, folder) => {
    const { digest } = await put(store, "bytes");
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    await store.close();
    const [, , , mtime, ctime, read] = remembered(folder, "memo/objects").objects[digest];
    assert.ok(read - Math.max(mtime, ctime) >= 2000);
  });
});

Deno.test("check() of an object that is not there says missing", async () => {
  await withStore(async (store) => {
    assert.equal(await store.check({ digest: digestOf("never"), size: 5 }), "missing");
  });
});

// A store that lost bytes: the next run notices, repairs, and ends with the same results.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { objects, reproduceSmoke, resultDigests } from "../support/smoke_run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

async function flipByte(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await overwrite(path, bytes);
}

async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.chmod(path, 0o644);
  await Deno.writeFile(path, bytes);
}

async function damage(store: string): Promise<void> {
  const [first, second, third] = await objects(store) as [string, string, string];
  await Deno.remove(first);
  await flipByte(second);
  await overwrite(third, (await Deno.readFile(third)).slice(0, 100));
}

Deno.test("reproduce repairs a deleted, a flipped and a truncated object, and the results stay equal", async () => {
  const store = await Deno.makeTempDir({ prefix: "cairn-repair-" });
  try {
    assert.equal((await reproduceSmoke(root, "--store", store)).code, 0);
    const before = await resultDigests(store);
    await damage(store);
    const repaired = await reproduceSmoke(root, "--store", store);
    assert.equal(repaired.code, 0, repaired.stderr);
    const events = repaired.events.map(({ event }) => event);
    assert.ok(events.includes("repaired") && events.includes("quarantined"));
    assert.deepEqual(await resultDigests(store), before);
    const again = await reproduceSmoke(root, "--store", store);
    assert.deepEqual(again.ran, []);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});

Deno.test("reproduce writes a missing result again from the store and runs nothing", async () => {
  const store = await Deno.makeTempDir({ prefix: "cairn-results-" });
  try {
    await reproduceSmoke(root, "--store", store);
    const before = await resultDigests(store);
    await Deno.remove(`${store}/results/smoke/table_2.csv`);
    const again = await reproduceSmoke(root, "--store", store);
    assert.deepEqual(again.ran, []);
    assert.deepEqual(await resultDigests(store), before);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});

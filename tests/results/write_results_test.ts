// Tests of results/write_results.ts, compare_results.ts and folder_digests.ts, on real folders.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Digest, digestOf } from "../../pipeline/mod.ts";
import { folderDigests } from "../../results/folder_digests.ts";
import { materialize, type Materials, publish } from "../../results/write_results.ts";
import { changedNumbers, compareResults, comparisonLines } from "../../results/compare_results.ts";

/** A store of two objects in a temporary folder, and room for results beside it. */
async function rig(value = 88.5) {
  const folder = await Deno.makeTempDir({ prefix: "cairn results " });
  const files: Record<string, Digest> = {};
  for (
    const [name, text] of Object.entries({ "page.html": "<p>page", "figures/a.svg": "<svg/>" })
  ) {
    files[name] = digestOf(text);
    await Deno.writeTextFile(join(folder, digestOf(text)), text);
  }
  const numbers = [{ address: "table_2/vit/lora", value, sources: [] }];
  const nodes = { "report:smoke": { key: "k", outputs: files } };
  const manifest = { study: "smoke", engine: "onnx", report: "report:smoke", nodes, numbers };
  const materials: Materials = { files, manifest, objectPath: (digest) => join(folder, digest) };
  const clean = () => Deno.remove(folder, { recursive: true });
  return {
    folder,
    materials,
    results: join(folder, "results"),
    published: join(folder, "published"),
    clean,
  };
}

const names = async (folder: string) => [...(await folderDigests(folder)).keys()];

Deno.test("materialize() leaves exactly the report's files and a manifest, and removes strangers", async () => {
  const { results, materials, clean } = await rig();
  await Deno.mkdir(join(results, "old"), { recursive: true });
  await Deno.writeTextFile(join(results, "old", "stranger.txt"), "x");
  const made = await materialize(results, materials);
  assert.deepEqual(await names(results), ["MANIFEST.json", "figures/a.svg", "page.html"]);
  assert.deepEqual(made.ok && [...made.value.removed], ["old/stranger.txt"]);
  assert.deepEqual((await Array.fromAsync(Deno.readDir(results))).map(({ name }) => name).sort(), [
    "MANIFEST.json",
    "figures",
    "page.html",
  ]);
  await clean();
});

Deno.test("materialize() writes nothing twice, and rewrites what is missing or changed", async () => {
  const { results, materials, clean } = await rig();
  await materialize(results, materials);
  const again = await materialize(results, materials);
  assert.deepEqual(again.ok && again.value.written, []);
  await Deno.remove(join(results, "page.html"));
  await Deno.writeTextFile(join(results, "figures/a.svg"), "<svg!>");
  const mended = await materialize(results, materials);
  assert.deepEqual(mended.ok && [...mended.value.written].sort(), ["figures/a.svg", "page.html"]);
  assert.equal(await Deno.readTextFile(join(results, "figures/a.svg")), "<svg/>");
  await clean();
});

Deno.test("materialize() refuses an object with other bytes than its digest", async () => {
  const { folder, results, materials, clean } = await rig();
  await Deno.writeTextFile(join(folder, String(materials.files["page.html"])), "<p>paqe");
  const made = await materialize(results, materials);
  assert.equal(made.ok ? "" : made.reason, "wrong-byte");
  assert.ok(!(await names(results)).includes("page.html"));
  await clean();
});

Deno.test("compareResults() tells apart unpublished, equal and different, to the byte", async () => {
  const { results, published, materials, clean } = await rig();
  await materialize(results, materials);
  assert.deepEqual(await compareResults(results, published), { state: "unpublished" });
  await publish(results, published);
  assert.deepEqual(await compareResults(results, published), { state: "equal" });
  await Deno.writeTextFile(join(published, "page.html"), "<p>page!");
  await Deno.writeTextFile(join(published, "gone.csv"), "");
  assert.deepEqual(await compareResults(results, published), {
    state: "different",
    files: [{ file: "gone.csv", how: "gone" }, { file: "page.html", how: "changed" }],
    numbers: [],
  });
  await clean();
});

Deno.test("compareResults() names the numbers that changed, old and new", async () => {
  const before = await rig(88.5);
  const after = await rig(86.8);
  await materialize(before.results, before.materials);
  await materialize(after.results, after.materials);
  const comparison = await compareResults(after.results, before.results);
  assert.deepEqual(comparison.state === "different" && comparison.numbers, [
    { address: "table_2/vit/lora", published: 88.5, now: 86.8 },
  ]);
  assert.deepEqual(comparisonLines(comparison, "artifacts/published/smoke").slice(0, 2), [
    "Different from what is published at artifacts/published/smoke: 1 file(s) and 1 number(s)",
    "  table_2/vit/lora: 88.5 → 86.8",
  ]);
  await Promise.all([before.clean(), after.clean()]);
});

Deno.test("compareResults() takes an unreadable published manifest for a difference, not for a failure", async () => {
  const { results, published, materials, clean } = await rig();
  await materialize(results, materials);
  await publish(results, published);
  await Deno.writeTextFile(join(published, "MANIFEST.json"), "{");
  assert.equal((await compareResults(results, published)).state, "different");
  await clean();
});

Deno.test("changedNumbers() has numbers that only one side has, and null is a value", () => {
  const number = (address: string, value: number | null) => ({ address, value, sources: [] });
  assert.deepEqual(
    changedNumbers([number("a", 1), number("b", null)], [number("b", null), number("c", 2)]),
    [
      { address: "a", published: 1 },
      { address: "c", now: 2 },
    ],
  );
});

Deno.test("publish() replaces what was there and leaves nothing beside it", async () => {
  const { folder, results, published, materials, clean } = await rig();
  await materialize(results, materials);
  await Deno.mkdir(`${published}.new`);
  await Deno.mkdir(published);
  await Deno.writeTextFile(join(published, "old.txt"), "x");
  await publish(results, published);
  assert.deepEqual(await folderDigests(published), await folderDigests(results));
  const left = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  assert.deepEqual(left.filter((name) => name.startsWith("published")), ["published"]);
  await clean();
});

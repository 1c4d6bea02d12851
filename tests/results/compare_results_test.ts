// Tests of results/compare_results.ts, on real folders.
import assert from "node:assert/strict";
import { join } from "node:path";
import { changedNumbers, compareResults, comparisonLines } from "../../results/compare_results.ts";
import { contentsOf } from "../../results/results_folder.ts";
import { writeResults } from "../../results/write_results.ts";
import { openResultsRig } from "./results_rig.ts";

/** A rig that has published its results, and the comparison of the two. */
async function publishedRig(value?: number) {
  const rig = await openResultsRig(value);
  await writeResults(rig.results, rig.materials);
  await writeResults(rig.published, rig.materials);
  const compare = async () => {
    const files = await contentsOf(rig.results);
    return await compareResults({ files, numbers: rig.numbers }, rig.published);
  };
  return { ...rig, compare };
}

Deno.test("compareResults() tells apart unpublished, equal and different, to the byte", async () => {
  const { published, compare, clean } = await publishedRig();
  assert.deepEqual(await compare(), { state: "equal" });
  await Deno.writeTextFile(join(published, "page.html"), "<p>page!");
  await Deno.writeTextFile(join(published, "gone.csv"), "");
  assert.deepEqual(await compare(), {
    state: "different",
    files: [{ file: "gone.csv", how: "gone" }, { file: "page.html", how: "changed" }],
    numbers: [],
  });
  await Deno.remove(published, { recursive: true });
  assert.deepEqual(await compare(), { state: "unpublished" });
  await clean();
});

Deno.test("compareResults() reads nothing of a file that is larger than any result", async () => {
  const { published, compare, clean } = await publishedRig();
  await Deno.truncate(join(published, "page.html"), 2 ** 40);
  assert.deepEqual(await compare(), {
    state: "different",
    files: [{ file: "page.html", how: "changed" }],
    numbers: [],
  });
  await clean();
});

Deno.test("compareResults() names the numbers that changed, old and new", async () => {
  const [before, after] = [await publishedRig(88.5), await publishedRig(86.8)];
  const now = { files: await contentsOf(after.results), numbers: after.numbers };
  const comparison = await compareResults(now, before.published);
  assert.deepEqual(comparison.state === "different" && comparison.numbers, [
    { address: "table_2/vit/lora", published: 88.5, now: 86.8 },
  ]);
  assert.deepEqual(comparisonLines(comparison, "artifacts/published/smoke").slice(0, 2), [
    "Different from what is published at artifacts/published/smoke: 2 file(s) and 1 number(s)",
    "  table_2/vit/lora: 88.5 → 86.8",
  ]);
  await Promise.all([before.clean(), after.clean()]);
});

Deno.test("compareResults() takes an unreadable published manifest for a difference, not for a failure", async () => {
  const { published, compare, clean } = await publishedRig();
  const path = join(published, "MANIFEST.json");
  for (
    const text of ["{", "[]", "null", '{"numbers": 3}', '{"numbers": [null]}', '{"__proto__": []}']
  ) {
    await Deno.writeTextFile(path, text);
    assert.equal((await compare()).state, "different", text);
  }
  await Deno.remove(path);
  await Deno.mkdir(path);
  assert.equal((await compare()).state, "different");
  await clean();
});

Deno.test("compareResults() neither opens nor follows what is no plain file", async () => {
  const { published, compare, clean } = await publishedRig();
  await Deno.remove(join(published, "page.html"));
  assert.ok(
    (await new Deno.Command("mkfifo", { args: [join(published, "page.html")] }).output()).success,
  );
  await Deno.symlink("/etc/hostname", join(published, "link"));
  const comparison = await compare();
  assert.deepEqual(comparison.state === "different" && comparison.files, [
    { file: "link", how: "gone" },
    { file: "page.html", how: "changed" },
  ]);
  await clean();
});

Deno.test("changedNumbers() has numbers that only one side has, and null is a value", () => {
  const number = (address: string, value: number | null) => ({ address, value, sources: [] });
  assert.deepEqual(
    changedNumbers([number("a", 1), number("b", null)], [number("b", null), number("c", 2)]),
    [{ address: "a", published: 1 }, { address: "c", now: 2 }],
  );
});

// Tests of results/write_results.ts and results_folder.ts, on real folders.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { digestOf } from "../../pipeline/mod.ts";
import { writeResults } from "../../results/write_results.ts";
import { namesIn, openResultsRig } from "./results_rig.ts";

const whole = ["MANIFEST.json", "figures/a.svg", "page.html"];
const beside = (folder: string) => [...Deno.readDirSync(dirname(folder))].map(({ name }) => name);

Deno.test("writeResults() leaves exactly the report's files and a manifest, and removes strangers", async () => {
  const { results, materials, clean } = await openResultsRig();
  await Deno.mkdir(join(results, "old"), { recursive: true });
  await Deno.mkdir(join(results, "empty"));
  await Deno.writeTextFile(join(results, "old", "stranger.txt"), "x");
  const made = await writeResults(results, materials);
  assert.deepEqual(await namesIn(results), whole);
  assert.deepEqual(made.ok && [...made.value.removed], ["empty/", "old/stranger.txt"]);
  await clean();
});

Deno.test("writeResults() writes nothing twice, and rewrites what is missing or changed", async () => {
  const { results, materials, clean } = await openResultsRig();
  await writeResults(results, materials);
  const again = await writeResults(results, materials);
  assert.deepEqual(again.ok && again.value.written, []);
  await Deno.remove(join(results, "page.html"));
  await Deno.writeTextFile(join(results, "figures/a.svg"), "<svg!>");
  const mended = await writeResults(results, materials);
  assert.deepEqual(mended.ok && [...mended.value.written].sort(), ["figures/a.svg", "page.html"]);
  assert.equal(await Deno.readTextFile(join(results, "figures/a.svg")), "<svg/>");
  await clean();
});

Deno.test("writeResults() refuses an object that is wrong, missing or no file, and leaves the folder as it was", async () => {
  const { folder, results, materials, clean } = await openResultsRig();
  await writeResults(results, materials);
  await Deno.writeTextFile(join(results, "stranger.txt"), "x");
  const object = join(folder, String(materials.files["page.html"]));
  const breakings = [
    () => Deno.writeTextFile(object, "<p>paqe"),
    () => Deno.remove(object),
    () => Deno.symlink("/etc/hostname", object),
  ];
  for (const breaking of breakings) {
    await breaking();
    const made = await writeResults(results, materials);
    assert.equal(made.ok ? "" : made.reason, "wrong-byte");
    assert.deepEqual(await namesIn(results), [...whole, "stranger.txt"]);
    assert.deepEqual(beside(results), ["smoke"]);
  }
  await clean();
});

Deno.test("writeResults() writes nothing through a link in place of the folder above", async () => {
  const { folder, results, materials, clean } = await openResultsRig();
  const elsewhere = join(folder, "elsewhere");
  await Deno.mkdir(elsewhere);
  await Deno.symlink(elsewhere, dirname(results));
  await assert.rejects(writeResults(results, materials), /is a symbolic link/);
  assert.deepEqual(await namesIn(elsewhere), []);
  await clean();
});

/** What somebody may have put where the results should be. */
const squatters: Readonly<Record<string, (path: string, elsewhere: string) => Promise<unknown>>> = {
  "a file": (path) => Deno.writeTextFile(path, ""),
  "a link to another folder": (path, elsewhere) => Deno.symlink(elsewhere, path),
  "a link to nothing": (path) => Deno.symlink("nowhere", path),
  "a pipe": (path) => new Deno.Command("mkfifo", { args: [path] }).output(),
  "a folder with a pipe": async (path) => {
    await Deno.mkdir(path);
    await new Deno.Command("mkfifo", { args: [join(path, "page.html")] }).output();
  },
  "a folder too deep for a path": async (path) => {
    const chain = (name: string) => `${name}/`.repeat(1500);
    for (const name of ["d", "e"]) await Deno.mkdir(join(path, chain(name)), { recursive: true });
    await Deno.rename(join(path, "e"), join(path, chain("d"), "e"));
  },
  "a folder with a link out of it": async (path, elsewhere) => {
    await Deno.mkdir(path);
    await Deno.symlink(elsewhere, join(path, "figures"));
  },
};

for (const [what, put] of Object.entries(squatters)) {
  Deno.test(`writeResults() puts the results in place of ${what}, and touches nothing else`, async () => {
    const { folder, results, materials, clean } = await openResultsRig();
    const elsewhere = join(folder, "elsewhere");
    await Deno.mkdir(elsewhere);
    await Deno.writeTextFile(join(elsewhere, "a.svg"), "mine");
    await Deno.mkdir(dirname(results));
    await put(results, elsewhere);
    assert.ok((await writeResults(results, materials)).ok);
    assert.deepEqual(await namesIn(results), whole);
    assert.equal(await Deno.readTextFile(join(elsewhere, "a.svg")), "mine");
    assert.deepEqual(await namesIn(elsewhere), ["a.svg"]);
    await clean();
  });
}

Deno.test("writeResults() removes what a run that was killed left beside the folder, and nothing else", async () => {
  const { results, materials, clean } = await openResultsRig();
  const left = join(dirname(results), `.old-${crypto.randomUUID()}`);
  for (const path of [left, join(dirname(results), ".old-mine")]) {
    await Deno.mkdir(path, { recursive: true });
  }
  await writeResults(results, materials);
  assert.deepEqual(beside(results).sort(), [".old-mine", "smoke"]);
  await clean();
});

const escapes = [
  "../../x",
  "a/../../x",
  "/etc/x",
  "",
  ".",
  "..",
  "a//b",
  "a/",
  "./a",
  ".hidden",
  "a\\b",
  "a\0b",
  "a\nb",
  "x".repeat(300),
  "a/".repeat(50) + "a",
  "MANIFEST.json",
  "MANIFEST.json/a",
  "figures",
];

Deno.test("writeResults() refuses names that lead out of the folder, or that no file can have", async () => {
  const { folder, results, materials, clean } = await openResultsRig();
  for (const name of escapes) {
    const files = { ...materials.files, [name]: digestOf("<svg/>") };
    const made = await writeResults(results, { ...materials, files });
    assert.equal(made.ok ? "written" : made.reason, "bad-name", JSON.stringify(name));
  }
  assert.deepEqual(await namesIn(join(folder, "results")), []);
  await clean();
});

Deno.test("writeResults() writes any name inside the folder, or refuses it", async () => {
  const { folder, results, materials, clean } = await openResultsRig();
  const before = (await namesIn(folder)).length;
  const piece = fc.oneof(
    fc.constantFrom("..", ".", "/", "a", "\\", "\0"),
    fc.string({ unit: "binary" }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 6 }), async (pieces) => {
      const files = { [pieces.join("")]: digestOf("<svg/>") };
      const made = await writeResults(results, { ...materials, files });
      const [outside, inside] = [await namesIn(folder), await namesIn(results)];
      assert.equal(outside.length - inside.length, before);
      assert.ok(!made.ok || inside.length === 2);
    }),
    { numRuns: 60 },
  );
  await clean();
});

/** Writes results in a process of its own, as a run that ends does, as often as it is told. */
const writer = (materials: unknown, folder: string, times: number) => `
import { writeResults } from ${
  JSON.stringify(new URL("../../results/write_results.ts", import.meta.url).href)
};
const materials = ${JSON.stringify(materials)};
const objectPath = (digest) => materials.store + "/" + digest;
for (let i = 0; i < ${times}; i++) {
  const made = await writeResults(${JSON.stringify(folder)}, { ...materials, objectPath });
  if (!made.ok) throw new Error(made.message);
}`;

Deno.test("eight runs with two different results that end together all succeed, and the folder is one run's", async () => {
  const [one, two] = [await openResultsRig(1), await openResultsRig(2)];
  const runs = Array.from({ length: 8 }, (_, index) => {
    const { materials, folder } = index % 2 === 0 ? one : two;
    const code = writer({ ...materials, store: folder }, one.results, 12);
    return new Deno.Command(Deno.execPath(), { args: ["eval", code], stderr: "inherit" }).output();
  });
  const ends = await Promise.all(runs);
  assert.deepEqual(ends.map(({ code }) => code), Array(8).fill(0));
  assert.deepEqual(await namesIn(one.results), whole);
  const value =
    JSON.parse(await Deno.readTextFile(join(one.results, "MANIFEST.json"))).numbers[0].value;
  assert.equal(await Deno.readTextFile(join(one.results, "page.html")), `<p>${value}`);
  assert.deepEqual(beside(one.results), ["smoke"]);
  await Promise.all([one.clean(), two.clean()]);
});

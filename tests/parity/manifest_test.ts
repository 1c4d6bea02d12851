// Manifests: what is read, and what is refused by name.
import assert from "node:assert/strict";
import { join } from "node:path";
import { matchingCases, readManifest } from "../../parity/mod.ts";
import { inFolder } from "../support/stage_work.ts";

const golden = { id: "a/b", kind: "model", checks: { ids: { as: "exact" } } };

async function read(manifest: unknown) {
  let result: Awaited<ReturnType<typeof readManifest>> | undefined;
  await inFolder(async (folder) => {
    const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
    await Deno.writeTextFile(join(folder, "manifest.json"), text);
    result = await readManifest(folder);
  });
  return result ?? assert.fail();
}

Deno.test("readManifest() keeps fields that it does not know, and gives exact checks a tolerance of 0", async () => {
  const result = await read({ schema: 1, made: "today", cases: [{ ...golden, colour: "red" }] });
  assert.ok(result.ok);
  assert.deepEqual(result.value.cases[0], {
    ...golden,
    colour: "red",
    checks: { ids: { as: "exact", max: 0 } },
  });
});

const refused: readonly [string, unknown, RegExp][] = [
  ["text that is no JSON", "{", /manifest\.json as it must be an object/],
  ["another schema", { schema: 2, cases: [] }, /schema must be 1: current value is 2$/],
  ["no cases", { schema: 1 }, /cases must be array: current value is missing$/],
  ["a case without a kind", { schema: 1, cases: [{ id: "a", checks: {} }] }, /cases\.0\.kind/],
  [
    "a tolerance below 0",
    { schema: 1, cases: [{ ...golden, checks: { x: { as: "absolute", max: -1 } } }] },
    /checks\.x\.max must be at least 0: current value is -1$/,
  ],
  [
    "a check without a tolerance",
    { schema: 1, cases: [{ ...golden, checks: { x: { as: "relative" } } }] },
    /checks\.x\.max must be a number: current value is missing$/,
  ],
  ["one id twice", { schema: 1, cases: [golden, golden] }, /as two cases have the id a\/b$/],
];

for (const [title, manifest, message] of refused) {
  Deno.test(`readManifest() refuses ${title}`, async () => {
    const result = await read(manifest);
    assert.ok(!result.ok);
    assert.equal(result.reason, "invalid-manifest");
    assert.match(result.message, message);
  });
}

Deno.test("readManifest() refuses a folder without one", async () => {
  await inFolder(async (folder) => {
    const result = await readManifest(join(folder, "nowhere"));
    assert.equal(!result.ok && result.reason, "no-manifest");
  });
});

Deno.test("matchingCases() takes text and regular expressions, of ids and of kinds", () => {
  const cases = ["models/vit", "models/gpt2", "optim/["].map((id) => ({ ...golden, id }));
  const ids = (text: string) => matchingCases(cases, text).map(({ id }) => id);
  assert.deepEqual(ids("vit"), ["models/vit"]);
  assert.deepEqual(ids("^models/(vit|gpt2)$"), ["models/vit", "models/gpt2"]);
  assert.deepEqual(ids("optim/["), ["optim/["]);
  assert.equal(ids("model").length, 3);
  assert.deepEqual(ids("nothing"), []);
});

Deno.test("readManifest() refuses a folder in the manifest's place", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "manifest.json"));
    const result = await readManifest(folder);
    assert.ok(!result.ok && result.reason === "no-plain-file");
  });
});

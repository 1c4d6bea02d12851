// findStudy(): by name, from JSON, from TypeScript, and each way in which there is none.
import assert from "node:assert/strict";
import { join } from "node:path";
import { findStudy as find } from "../../cli/find_study.ts";
import { neverInterrupted } from "../../cli/interruption.ts";
import { inFolder } from "../support/stage_work.ts";
import { little } from "../support/little_study_input.ts";

const findStudy = (name: string, cwd: string) =>
  find(name, { cwd, interruption: neverInterrupted });

/** Writes a file into a temporary folder and looks for it from there. */
async function found(file: string, text: string) {
  let result: Awaited<ReturnType<typeof findStudy>> | undefined;
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "studies of mine"));
    await Deno.writeTextFile(join(folder, "studies of mine", file), text);
    result = await findStudy(`studies of mine/${file}`, folder);
  });
  return result ?? assert.fail("nothing was looked for");
}

async function assertRefused(file: string, text: string, sentence: RegExp): Promise<void> {
  const result = await found(file, text);
  assert.ok(!result.ok);
  assert.equal(result.reason, "invalid-study");
  assert.match(result.message, sentence);
  assert.doesNotMatch(result.message, /\n/);
}

for (const name of ["smoke", "mini"]) {
  Deno.test(`findStudy() knows ${name} by its name, wherever the user stands`, async () => {
    const result = await findStudy(name, "/nowhere");
    assert.ok(result.ok);
    assert.equal(result.value.name, name);
  });
}

Deno.test("findStudy() reads JSON from a path relative to the folder", async () => {
  const result = await found("mine.json", JSON.stringify(little));
  assert.ok(result.ok);
  assert.equal(result.value.title, "A little study");
});

for (
  const [way, text] of [
    ["its default export", `export default ${JSON.stringify(little)};`],
    ["its export 'study'", `export const study: unknown = ${JSON.stringify(little)};`],
  ] as const
) {
  Deno.test(`findStudy() takes from a .ts file ${way}`, async () => {
    const result = await found("mine.ts", text);
    assert.ok(result.ok, result.ok ? "" : result.message);
    assert.equal(result.value.name, "little");
  });
}

Deno.test("findStudy() says where JSON is broken", async () => {
  await assertRefused("mine.json", "{ name: }", /^Cannot read .*mine\.json as JSON: /);
});

Deno.test("findStudy() says what a module throws", async () => {
  await assertRefused(
    "throws.ts",
    `throw new Error("No sizes yet");`,
    /^Cannot load the study file .*throws\.ts: No sizes yet$/,
  );
});

Deno.test("findStudy() says that a module does not parse, and that it exports nothing", async () => {
  await assertRefused(
    "broken.ts",
    "export const = ;",
    /^Cannot load the study file .*broken\.ts: /,
  );
  await assertRefused("empty.ts", "export {};", /empty\.ts exports nothing to run/);
});

Deno.test("findStudy() validates what a file holds, and names file and field", async () => {
  await assertRefused(
    "mine.json",
    JSON.stringify({ ...little, title: "" }),
    /mine\.json: title is empty$/,
  );
});

Deno.test("findStudy() says which file is missing", async () => {
  const result = await findStudy("none.json", "/nowhere");
  assert.ok(!result.ok);
  assert.equal(result.reason, "no-study");
  assert.match(result.message, /^Cannot find the study file \/nowhere\/none\.json/);
});

Deno.test("findStudy() takes no folder for a file", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "mine.json"));
    const result = await findStudy("mine.json", folder);
    assert.ok(!result.ok && result.reason === "no-study");
  });
});

for (const name of ["smokee", "", "constructor", "toString", "mine.yaml"]) {
  Deno.test(`findStudy() has no study '${name}', and lists those there are`, async () => {
    const result = await findStudy(name, ".");
    assert.ok(!result.ok);
    assert.equal(result.reason, "unknown-study");
    assert.match(result.message, /known: smoke, mini, or a path to a/);
  });
}

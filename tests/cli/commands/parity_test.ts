// Tests of parity: lines, documents and exit codes.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents, refusal } from "../../../cli/documents.ts";
import { parity, type ParityOptions } from "../../../cli/commands/parity.ts";
import { inFolder } from "../../support/stage_work.ts";
import { memoryOutside } from "../memory_outside.ts";

const cwd = fileURLToPath(new URL("../../reference", import.meta.url));

async function run(folder: string, options: ParityOptions) {
  const outside = memoryOutside({ cwd });
  const code = await parity(folder, options, outside);
  return { code, written: outside.written(), noted: outside.noted() };
}

Deno.test("parity prints a line for each case and a count, and ends with 0 where all pass", async () => {
  const { code, written } = await run("goldens", { filter: "^optim/(adamw|schedules)" });
  assert.equal(code, 0);
  const [first = "", second = "", last] = written.split("\n");
  assert.match(
    first,
    /^pass {2}optim\/adamw {2}tensors: largest error \d\.\de-\d, mean .* relative$/,
  );
  assert.match(second, /^pass {2}optim\/schedules {2}rates: /);
  assert.equal(last, "2 passed, 0 failed");
});

Deno.test("parity --json keeps to its schema, and takes kinds for a filter", async () => {
  const { code, written } = await run("goldens", { filter: "^gradient_clip$", json: true });
  assert.equal(code, 0);
  const { cases, passed, failed, engine } = documents.parity.parse(JSON.parse(written));
  assert.deepEqual([cases[0]?.id, passed, failed, engine], ["optim/clip_grad_norm", 1, 0, "onnx"]);
  assert.deepEqual(cases[0]?.checks.map(({ name, as }) => [name, as]), [["tensors", "relative"]]);
});

/** A folder with three cases: one that passes, one whose tolerance nothing keeps, one of an unknown kind. */
async function inMixedFolder(test: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    await cp(join(cwd, "goldens/optim"), join(folder, "optim"), { recursive: true });
    const schedule = { kind: "schedule", facts: "optim/schedules.json" };
    const rates = (max: number) => ({ checks: { rates: { max, as: "absolute" } } });
    const cases = [
      { id: "near", ...schedule, ...rates(1e-12) },
      { id: "far", ...schedule, ...rates(0) },
      { id: "strange", kind: "smell", checks: {} },
    ];
    await Deno.writeTextFile(join(folder, "manifest.json"), JSON.stringify({ schema: 1, cases }));
    await test(folder);
  });
}

Deno.test("parity says where a case fails, goes on, and ends with 1", async () => {
  await inMixedFolder(async (folder) => {
    const { code, written } = await run(folder, {});
    assert.equal(code, 1);
    assert.match(
      written,
      /^pass {2}near .*\nfail {2}far .*\n {6}rates: off by \S+, first at \w+\n/,
    );
    assert.match(
      written,
      /\nfail {2}strange {2}nothing compared\n {6}Unknown kind 'smell': known are/,
    );
    assert.match(written, /\n1 passed, 2 failed\n$/);
  });
});

Deno.test("parity --json holds the verdicts and the reasons of what failed", async () => {
  await inMixedFolder(async (folder) => {
    const { code, written } = await run(folder, { json: true });
    assert.equal(code, 1);
    const { cases } = documents.parity.parse(JSON.parse(written));
    assert.deepEqual(cases.map(({ verdict }) => verdict), ["pass", "fail", "fail"]);
    assert.match(cases[2]?.message ?? "", /^Unknown kind 'smell'/);
  });
});

const refused: readonly [string, string, ParityOptions, RegExp][] = [
  ["a folder that is not there", "nowhere", {}, /^Cannot find manifest\.json in .+nowhere: /],
  ["a folder without a manifest", ".", {}, /^Cannot find manifest\.json in /],
  [
    "a filter that matches nothing",
    "goldens",
    { filter: "bert9" },
    /matches 'bert9' among \d+ of /,
  ],
  [
    "an unknown engine",
    "goldens",
    { engine: "onx" },
    /^Unknown engine 'onx' \(did you mean 'onnx'\?\)/,
  ],
];

for (const [title, folder, options, message] of refused) {
  Deno.test(`parity refuses ${title} with 2 and one sentence`, async () => {
    const { code, written, noted } = await run(folder, { ...options, json: true });
    assert.equal(code, 2);
    assert.match(noted, message);
    assert.match(noted, /[^.]\n$/);
    refusal.parse(JSON.parse(written));
  });
}

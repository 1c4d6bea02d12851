// Tests of parity: lines, documents and exit codes.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents, refusal } from "../../../cli/documents.ts";
import { parity, type ParityOptions } from "../../../cli/commands/parity.ts";
import { thisKernel } from "../../../pipeline/mod.ts";
import { inFolder } from "../../support/stage_work.ts";
import { memoryOutside } from "../memory_outside.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cwd = join(root, "tests/reference");

async function run(folder: string, options: ParityOptions) {
  const outside = memoryOutside({ cwd, root });
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

Deno.test("parity reads what a manifest names outside of its folder, and nothing that a link leads to", async () => {
  await inFolder(async (folder) => {
    await cp(join(cwd, "goldens/optim"), join(folder, "optim"), { recursive: true });
    await Deno.mkdir(join(folder, "manifest"));
    const elsewhere = join(folder, "elsewhere.json");
    await Deno.copyFile(join(folder, "optim/schedules.json"), elsewhere);
    await Deno.symlink(elsewhere, join(folder, "manifest/schedules.json"));
    const checks = { rates: { max: 1e-12, as: "absolute" } };
    const cases = ["../optim/schedules.json", "schedules.json"].map((facts) => (
      { id: facts, kind: "schedule", facts, checks }
    ));
    const path = join(folder, "manifest/manifest.json");
    await Deno.writeTextFile(path, JSON.stringify({ schema: 1, cases }));
    const { written } = await run(join(folder, "manifest"), {});
    assert.match(written, /^pass {2}\.\.\/optim\/schedules\.json /);
    if (thisKernel().landlock === 0) return;
    assert.match(written, /\nfail {2}schedules\.json .*\n {6}Cannot read .*: Permission denied\n/);
  });
});

/** Tokenizers that native code opens, or runs, only to panic. */
const hostile: readonly [string, Record<string, unknown>, RegExp][] = [
  ["a table of letters that is cut off", {
    normalizer: { type: "Precompiled", "precompiled_charsmap": "AAAAAA==" },
  }, /ended by SIGABRT: index out of bounds/],
  ["a table of letters that is none", {
    normalizer: { type: "Precompiled", "precompiled_charsmap": "////fw==" },
  }, /ended by SIGABRT: Precompiled: Error/],
  ["a second text where there is one", {
    "post_processor": {
      type: "TemplateProcessing",
      single: [{ Sequence: { id: "B", "type_id": 0 } }],
      pair: [],
      "special_tokens": {},
    },
  }, /ended by SIGABRT: index out of bounds/],
  ["pieces of no length", {
    "pre_tokenizer": { type: "FixedLength", length: 0 },
  }, /ended by SIGABRT: chunk size must be non-zero/],
];

Deno.test("parity outlives native code that panics: each death is its case's failure", async () => {
  await inFolder(async (folder) => {
    const model = { type: "WordLevel", vocab: { a: 0 }, "unk_token": "a" };
    const [texts] = [[{ text: "a", ids: [0], "ids_no_special": [0] }]];
    const facts = { "pad_token": "a", "vocab_size": 1, single: texts, pairs: [], truncated: [] };
    for (const [i, [, parts]] of [...hostile.entries(), [9, ["", {}]] as const]) {
      await Deno.mkdir(join(folder, `t${i}`));
      const file = join(folder, `t${i}`, "tokenizer.json");
      await Deno.writeTextFile(file, JSON.stringify({ version: "1.0", model, ...parts }));
    }
    await Deno.writeTextFile(join(folder, "facts.json"), JSON.stringify(facts));
    const cases = [...hostile.keys(), 9].map((i) => (
      {
        id: `t${i}`,
        kind: "tokenizer",
        tokenizer: `t${i}`,
        facts: "facts.json",
        checks: { ids: { as: "exact" } },
      }
    ));
    await Deno.writeTextFile(join(folder, "manifest.json"), JSON.stringify({ schema: 1, cases }));
    const { code, written, noted } = await run(folder, { json: true });
    assert.equal(code, 1);
    assert.equal(noted, "");
    const { cases: reports, passed } = documents.parity.parse(JSON.parse(written));
    for (const [i, [title, , message]] of hostile.entries()) {
      assert.match(reports[i]?.message ?? "", message, title);
    }
    assert.equal(passed, 1, reports.at(-1)?.message);
  });
});

// Each oracle sees a planted wrong, and none sees anything where all is right.
import assert from "node:assert/strict";
import { judge, type Observation, type OracleName, oracles } from "../../trials/oracles.ts";
import type { Ended } from "../../trials/program.ts";

const line = { words: ["reproduce", "study.json"] };
const good: Ended = {
  line,
  code: 0,
  output: "Nothing to run: 9 nodes are fresh (0.4 s)\n",
  seconds: 0.4,
  late: false,
  signalled: false,
};
const refused: Ended = { ...good, code: 3, output: "Cannot rebuild table_2.csv of report:trial\n" };
const results = new Map([["table_2.csv", "file 00"], ["report.html", "file 11"]]);
const other = new Map([["table_2.csv", "file 01"], ["report.html", "file 11"]]);
const outside = new Map([["around/secret.txt", "file 644 9 1 22"]]);

const right: Observation = {
  kind: {},
  ended: [good],
  again: good,
  outside: [outside, outside],
  right: results,
  results: [results, results],
  falseKeys: [],
  documented: [0, 1, 2, 3, 130],
  orphans: [],
};

const seenBy = (changes: Partial<Observation>) =>
  judge({ ...right, ...changes }).map(({ oracle }) => oracle);

Deno.test("judge() sees nothing wrong where all is right, or was refused in a sentence and healed", () => {
  assert.deepEqual(judge(right), []);
  assert.deepEqual(seenBy({ ended: [refused], results: [other, results] }), []);
});

const trace = `error: Uncaught (in promise) IsADirectory: Is a directory
    at Object.readTextFileSync (ext:deno_fs/30_fs.js:780:10)
`;

/** Each planted wrong, and the oracle that has to see it. */
const planted: readonly (readonly [OracleName, string, Partial<Observation>])[] = [
  ["wrong result", "code 0 and another byte", { results: [other, results] }],
  ["wrong result", "code 0 and a file less", { results: [new Map([["a", "b"]]), results] }],
  ["wrong result", "a record under a false key", { falseKeys: ["ab12"] }],
  ["wrong result", "a failure without a sentence", { ended: [{ ...refused, output: "\n" }] }],
  ["stack trace", "an uncaught error", { ended: [{ ...refused, code: 1, output: trace }] }],
  ["stack trace", "a frame alone", {
    again: { ...good, output: "    at run (file:///a.ts:3:4)\n" },
  }],
  ["stack trace", "a panic of a library", {
    ended: [{ ...refused, output: "thread 'main' panicked at src/lib.rs:3:4\n" }],
  }],
  ["write outside", "a file moved away", { outside: [outside, new Map()] }],
  ["write outside", "a new file", {
    outside: [outside, new Map([...outside, ["home/x", "file"]])],
  }],
  ["write outside", "another mode", {
    outside: [outside, new Map([["around/secret.txt", "file 600 9 1 22"]])],
  }],
  ["undocumented exit code", "139", { ended: [{ ...refused, code: 139 }] }],
  ["undocumented exit code", "0 where only 130 is right", { kind: { codes: [130] } }],
  ["no end in time", "a command that had to be ended", { ended: [{ ...refused, late: true }] }],
  ["process left behind", "a worker that lives on", { orphans: [4711] }],
  ["broke out", "a stage that got further than it may", {
    kind: { forbidden: /BROKE OUT/ },
    ended: [{ ...refused, output: "Node failed: BROKE OUT by write\n" }],
  }],
  ["not healed", "a second run that fails too", { again: refused }],
  ["not healed", "a second run with another byte", { results: [results, other] }],
];

for (const [oracle, what, changes] of planted) {
  Deno.test(`the oracle '${oracle}' sees ${what}`, () => {
    assert.ok(seenBy(changes).includes(oracle), seenBy(changes).join(", "));
  });
}

Deno.test("every oracle has a planted wrong that only it, or it among others, sees", () => {
  const tested = new Set(planted.map(([oracle]) => oracle));
  assert.deepEqual([...tested].sort(), Object.keys(oracles).sort());
});

Deno.test("a command that the trial itself killed is no undocumented code, and needs no sentence", () => {
  const killed: Ended = {
    ...good,
    line: { ...line, signal: { name: "KILL", after: 100, group: true } },
    code: 137,
    output: "",
    signalled: true,
  };
  assert.deepEqual(seenBy({ ended: [killed], results: [other, results] }), []);
  assert.deepEqual(seenBy({ ended: [{ ...killed, signalled: false }] }), [
    "wrong result",
    "undocumented exit code",
  ]);
});

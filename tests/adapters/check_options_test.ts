// Options of methods: defaults are the paper's readings, and what a method does not have is refused.
import assert from "node:assert/strict";
import { checkOptions, methodNamed } from "../../adapters/mod.ts";
import type { MethodName } from "../../adapters/mod.ts";

/** Table M's own words; a method that is added need not stand here. */
const defaults: Readonly<Partial<Record<MethodName, Record<string, unknown>>>> = {
  fft: {},
  head: {},
  lora: { init: "uniform" },
  loraplus: { init: "uniform", groups: "simple", ratio: 16 },
  cola: { init: "uniform" },
  asym: { init: "uniform", train: "B" },
  rac: { init: "uniform", train: "B" },
  cla: {},
  rcla: { selector: "columns" },
  c3la: { reading: "paper" },
  rc3la: { replacement: false },
  paca: { form: "plain" },
  dpaca: { form: "plain" },
  cpaca: { form: "plain" },
  dcpaca: { form: "plain" },
  ba: { init: "uniform", keep: 0.5 },
};

for (const [name, expected] of Object.entries(defaults)) {
  Deno.test(`${name} has the paper's reading when nothing is said`, () => {
    const method = methodNamed(name as MethodName);
    assert.equal(method.name, name);
    const value = { ...expected, decay: "recipe" };
    assert.deepEqual(checkOptions(method, undefined), { ok: true, value });
    assert.deepEqual(checkOptions(method, value), { ok: true, value });
  });
}

const refused: readonly [MethodName, unknown, string][] = [
  ["cla", { init: "uniform" }, "Cannot use cla as it has no option init"],
  ["rc3la", { selector: "window" }, "Cannot use rc3la as it has no option selector"],
  [
    "lora",
    { init: "ones" },
    'Cannot use lora as init must be one of "uniform"|"gaussian(0.02)"|"gaussian(1/r)": ' +
    'current value is "ones"',
  ],
  [
    "loraplus",
    { ratio: 0 },
    "Cannot use loraplus as ratio must be more than 0: current value is 0",
  ],
  [
    "rc3la",
    { replacement: 1 },
    "Cannot use rc3la as replacement must be true or false: current value is 1",
  ],
  [
    "cpaca",
    { decay: "everything" },
    'Cannot use cpaca as decay must be "recipe" where only changes of columns are trained: ' +
    'current value is "everything"',
  ],
  ["ba", { keep: 0 }, "Cannot use ba as keep must be more than 0: current value is 0"],
  ["ba", { keep: 2 }, "Cannot use ba as keep must be at most 1: current value is 2"],
  ["paca", "plain", 'Cannot use paca as options must be an object: current value is "plain"'],
];

for (const [name, options, message] of refused) {
  Deno.test(`checkOptions() refuses ${JSON.stringify(options)} of ${name}`, () => {
    const expected = { ok: false, reason: "invalid-options", message };
    assert.deepEqual(checkOptions(methodNamed(name), options), expected);
  });
}

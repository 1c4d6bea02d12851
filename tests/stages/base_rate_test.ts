// Shares of steps: the default counts on the decimal as written, the others as their libraries do.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  baseRate,
  type RateParameters,
  type Rounding,
  warmupSteps,
} from "../../stages/training/base_rate.ts";

/** `int(ratio * total)` and `math.ceil(total * ratio)` of Python 3.11. */
const table: readonly [
  ratio: number,
  total: number,
  down: number,
  paper: number,
  transformers: number,
][] = [
  [0.29, 100, 29, 28, 29],
  [0.07, 100, 7, 7, 8],
  [0.57, 100, 57, 56, 57],
  [0.58, 100, 58, 57, 58],
  [0.14, 50, 7, 7, 8],
  [0.28, 25, 7, 7, 8],
  [0.1, 2300, 230, 230, 230],
  [0.06, 345, 20, 20, 21],
  [0.05, 22_290, 1114, 1114, 1115],
  [0.1, 5, 0, 0, 1],
  [0, 100, 0, 0, 0],
  [1, 100, 100, 100, 100],
];

for (const [ratio, total, down, paper, transformers] of table) {
  Deno.test(`${ratio} of ${total} steps are ${down}, ${paper} in the paper, ${transformers} in transformers`, () => {
    const found = Object.entries(warmupSteps).map(([name, steps]) => [name, steps(ratio, total)]);
    assert.deepEqual(Object.fromEntries(found), { down, paper, transformers });
  });
}

Deno.test("whatever rounds, a warm-up is a whole number of a training's steps", () => {
  const ratio = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(ratio, fc.nat(1_000_000), (ratio, total) => {
    for (const steps of Object.values(warmupSteps)) {
      const count = steps(ratio, total);
      assert.ok(Number.isInteger(count) && count >= 0 && count <= total, `${ratio} ${total}`);
    }
  }));
});

const recipe: RateParameters = {
  epochs: 1,
  rate: 1,
  schedule: "constant",
  warmupRatio: 0.29,
  minRate: 0,
  chainEvery: 1,
  chainSchedule: "go-on",
};

Deno.test("baseRate() is at its top from the end of the warm-up on, and rounds down if nothing is said", () => {
  const warm = (rounding?: Rounding) => {
    const rate = baseRate({ ...recipe, ...(rounding ? { rounding } : {}) }, {
      stepsPerEpoch: 100,
      links: 1,
    });
    return Array.from({ length: 100 }, (_, step) => rate(step)).findIndex((each) => each === 1);
  };
  assert.deepEqual([warm(), warm("down"), warm("paper"), warm("transformers")], [29, 29, 28, 29]);
});

// Distances: what counts as an error, in which unit, and what can never pass.
import assert from "node:assert/strict";
import fc from "fast-check";
import { beyond, type Compared, measure, measureSame } from "../../parity/measure.ts";

const absolute = { name: "x", max: 0.1, as: "absolute" } as const;
const relative = { name: "x", max: 0.1, as: "relative" } as const;

function place(actual: number[] | undefined, expected: number[] | undefined): Compared {
  return { place: "here", actual, expected };
}

Deno.test("measure() gives the largest and the mean error, and the first place that is off", () => {
  const there = { ...place([3], [3.125]), place: "there" };
  const places = [place([1, 2], [1, 2.05]), there, { ...place([3], [3.25]), place: "behind" }];
  const check = measure(absolute, places);
  assert.deepEqual([check.max, check.place, check.verdict], [0.25, "there", "fail"]);
  assert.ok(Math.abs(check.mean - 0.425 / 4) < 1e-12);
});

Deno.test("a relative error is a share of the place's largest value, or of the scale it is given", () => {
  assert.equal(measure(relative, [place([2, 11], [2, 10])]).max, 0.1);
  assert.equal(measure(relative, [{ ...place([2, 11], [2, 10]), scale: 100 }]).max, 0.01);
  assert.equal(measure(relative, [place([0], [0])]).verdict, "pass");
  assert.equal(measure(relative, [place([1e-9], [0])]).verdict, "fail");
});

const hopeless: readonly [string, Compared, RegExp][] = [
  ["NaN", place([NaN], [1]), /^is NaN, not 1$/],
  ["Infinity", place([Infinity], [1]), /^is Infinity/],
  ["NaN on both sides", place([NaN], [NaN]), /in the reference$/],
  ["another number of elements", place([1], [1, 1]), /^has 1 elements, not 2$/],
  ["nothing computed", place(undefined, [1]), /^is missing$/],
  ["nothing in the reference", place([1], undefined), /^is not in the reference$/],
];

for (const [title, compared, fault] of hopeless) {
  Deno.test(`measure() lets ${title} pass at no tolerance`, () => {
    const check = measure({ ...absolute, max: Number.MAX_VALUE }, [compared]);
    assert.equal(check.verdict, "fail");
    assert.match(check.fault ?? "", fault);
  });
}

Deno.test("a check that compares nothing fails", () => {
  assert.equal(measure(absolute, []).verdict, "fail");
  assert.equal(measureSame({ ...absolute, as: "exact" }, []).verdict, "fail");
});

Deno.test("elements that do not count neither fail nor set the unit", () => {
  const counts = (index: number) => index === 0;
  const check = measure(relative, [{ ...place([1, NaN], [1.05, 900]), counts }]);
  assert.equal(check.verdict, "pass");
  assert.ok(check.max > 0.04);
});

Deno.test("slack excuses an element beyond the tolerance, tells so, and no more than its own", () => {
  const off = place([1, 1, 1], [1.05, 1.3, 1.3]);
  const excused = measure(absolute, [{ ...off, slack: [0, 0.25, 0.25] }]);
  assert.deepEqual([excused.verdict, excused.undetermined], ["pass", 2]);
  const one = measure(absolute, [{ ...off, slack: [0.25, 0.25, 0.1] }]);
  assert.deepEqual([one.verdict, one.undetermined], ["fail", 1]);
  assert.deepEqual(beyond(absolute, [off]), { count: 2, of: 3 });
});

Deno.test("measureSame() tells the first difference and the share of those that differ", () => {
  const limit = { name: "ids", max: 0, as: "exact" } as const;
  const same = { place: "a", actual: [1, 2], expected: [1, 2] };
  assert.equal(measureSame(limit, [same]).verdict, "pass");
  const check = measureSame(limit, [same, { place: "b", actual: [1], expected: [1, 2] }]);
  assert.deepEqual([check.max, check.mean, check.place], [1, 0.5, "b"]);
  assert.equal(check.fault, "is [1], not [1,2]");
});

const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });

Deno.test("a list passes against itself at tolerance 0, and not against one that is moved", () => {
  fc.assert(fc.property(numbers, fc.nat(), (values, at) => {
    const exact = { ...absolute, max: 0 };
    assert.equal(measure(exact, [place(values, values)]).verdict, "pass");
    const moved = values.map((value, index) => index === at % values.length ? value + 1 : value);
    assert.equal(measure(exact, [place(moved, values)]).verdict, "fail");
  }));
});

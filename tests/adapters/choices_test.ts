// Options of methods in words.
import assert from "node:assert/strict";
import {
  checkOptions,
  choicesOf,
  type MethodName,
  methodNamed,
  methodNames,
} from "../../adapters/mod.ts";

const words = (name: MethodName) =>
  choicesOf(methodNamed(name)).map(({ name, values }) => `${name}=${values.join("|")}`);

const decay = "decay=recipe|everything";

Deno.test("choicesOf() has the paper's reading first", () => {
  assert.deepEqual(words("fft"), [decay]);
  assert.deepEqual(words("cpaca"), ["form=plain|scaled|delta", decay]);
  assert.deepEqual(words("rc3la"), ["replacement=false|true", decay]);
  assert.deepEqual(words("rac"), [
    "init=uniform|gaussian(0.02)|gaussian(1/r)",
    "train=B|A|released-two",
    decay,
  ]);
});

Deno.test("choicesOf() gives the default and the range of a number", () => {
  assert.ok(words("loraplus").includes("ratio=16|any above 0"));
  assert.ok(words("ba").includes("keep=0.5|any above 0 and at most 1"));
});

Deno.test("what choicesOf() names first is what a method does when nothing is said", () => {
  for (const name of methodNames) {
    const method = methodNamed(name);
    const checked = checkOptions(method, undefined);
    assert.ok(checked.ok);
    for (const { name: option, values } of choicesOf(method)) {
      assert.equal(values[0], String(checked.value[option]), `${name} ${option}`);
    }
  }
});

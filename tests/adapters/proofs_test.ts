// The table of proofs says what trajectories of the reference cover, as parity reads them: no more and no less.
import assert from "node:assert/strict";
import { type MethodName, methodNames, methods } from "../../adapters/mod.ts";
import { readingOf } from "../../parity/readings.ts";
import { readings } from "../support/readings.ts";

const proofOf = (name: MethodName) => methods[name].proof ?? { by: "conformance", except: [] };

/** Every variant that a case of the reference may have. */
const variants = [null, "reset", "keep", "simple", "peft", "divide", "squared", "scaled", "delta"];
const covered = methodNames.flatMap((method) =>
  variants.flatMap((variant) => {
    try {
      return [readingOf(method, variant)];
    } catch {
      return []; // unknown to the reference
    }
  })
);

/** Options that only say what is drawn: a trajectory feeds what was drawn. */
const ofDraws = [
  "init=gaussian(0.02)",
  "init=gaussian(1/r)",
  "selector=window",
  "replacement=true",
];

Deno.test("a method is proved by trajectories where the reference has one, by the suite otherwise", () => {
  for (const name of methodNames) {
    const by = covered.some(({ method }) => method === name) ? "trajectories" : "conformance";
    assert.equal(proofOf(name).by, by, name);
  }
});

for (const { method, options } of readings) {
  const words = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  if (words.length === 0 || proofOf(method).by === "conformance") continue;

  Deno.test(`${method} ${words} is an exception exactly where no trajectory has it`, () => {
    const wanted = words.filter((word) => !ofDraws.includes(word) && !word.startsWith("ratio="));
    const isCovered = covered.some((reading) =>
      reading.method === method &&
      wanted.every((word) => {
        const [name = "", value] = word.split("=");
        return String(reading.options[name]) === value;
      })
    );
    assert.equal(wanted.some((word) => proofOf(method).except.includes(word)), !isCovered);
  });
}

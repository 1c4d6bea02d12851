// The table of proofs says what trajectories of the reference cover, as parity reads them: no more and no less.
import assert from "node:assert/strict";
import { methods, proofs } from "../../adapters/mod.ts";
import type { MethodName } from "../../adapters/mod.ts";
import { readingOf } from "../../parity/readings.ts";
import { readings } from "../support/readings.ts";

/** Every variant that a case of the reference may have. */
const variants = [null, "reset", "keep", "simple", "peft", "divide", "squared", "scaled", "delta"];
const covered = (Object.keys(methods) as MethodName[]).flatMap((method) =>
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
  for (const name of Object.keys(methods) as MethodName[]) {
    const by = covered.some(({ method }) => method === name) ? "trajectories" : "conformance";
    assert.equal(proofs[name].by, by, name);
  }
});

for (const { method, options } of readings) {
  const words = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  if (words.length === 0 || proofs[method].by === "conformance") continue;

  Deno.test(`${method} ${words} is an exception exactly where no trajectory has it`, () => {
    const wanted = words.filter((word) => !ofDraws.includes(word) && !word.startsWith("ratio="));
    const isCovered = covered.some((reading) =>
      reading.method === method &&
      wanted.every((word) => {
        const [name = "", value] = word.split("=");
        return String(reading.options[name]) === value;
      })
    );
    assert.equal(wanted.some((word) => proofs[method].except.includes(word)), !isCovered);
  });
}

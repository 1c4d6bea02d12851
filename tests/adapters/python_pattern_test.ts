// Patterns of `peft` folders mean what Python's `re` makes of them (tests/reference/python_regex.py).
import assert from "node:assert/strict";
import fc from "fast-check";
import vectors from "../reference/python_regex.json" with { type: "json" };
import { endMatch, fullMatch, settled } from "../../adapters/regex/python_pattern.ts";

const rows = vectors.rows as [pattern: string, whole: string | null, end: string | null][];

function check(match: typeof fullMatch, pattern: string, expected: string | null): void {
  const found = settled(() => {
    const fits = match(pattern);
    return vectors.names.map((name) => fits(name) ? "1" : "0").join("");
  });
  if (found.ok) return assert.equal(found.value, expected, pattern);
  // Python may read it, but what it means is not regular: then it is refused by name.
  if (found.reason !== "unsupported-pattern") assert.equal(expected, null, found.message);
}

Deno.test("fullMatch() fits the names that re.fullmatch fits, and refuses what re refuses", () => {
  for (const [pattern, whole] of rows) check(fullMatch, pattern, whole);
});

Deno.test("endMatch() fits the ends that peft's re.match fits, and refuses what re refuses", () => {
  for (const [pattern, , end] of rows) check(endMatch, pattern, end);
});

const named: readonly [string, string][] = [
  ["(a)\\1", "has a back reference \\1"],
  ["(?P<n>a)(?P=n)", "has a back reference (?P=…)"],
  ["(a)?(?(1)b|a)", "has a condition (?(…)…)"],
  ["(?>a+)b", "has an atomic group (?>…)"],
  ["a++", "has a possessive repetition, as in a*+"],
  ["\\N{DIGIT ONE}", "has a character by its name \\N{…}"],
  ["(".repeat(200) + ")".repeat(200), "is nested deeper than 100"],
  ["a".repeat(20_000), "is longer than 10000 characters"],
];

for (const [pattern, why] of named) {
  Deno.test(`fullMatch() refuses by name a pattern that ${why}`, () => {
    const fits = settled(() => fullMatch(pattern));
    assert.ok(!fits.ok);
    assert.equal(fits.reason, "unsupported-pattern");
    assert.ok(fits.message.endsWith(`as Python does: it ${why}`), fits.message);
  });
}

const slow = [
  "(a+)+$",
  "(a|aa)+b",
  "(.*)*x",
  "((a?){60}){60}b",
  "(?:(?:a*)*)*c",
  "(a{0,99}){0,99}b",
  "^(([a-z_.0-9])+.)+[A-Z]([a-z])+$",
];
const long = "a".repeat(400);

for (const pattern of slow) {
  Deno.test(`${pattern} is answered, or cut off, in a moment`, () => {
    const before = performance.now();
    for (const match of [fullMatch, endMatch]) {
      const fits = settled(() => match(pattern)(`${long}!`));
      assert.ok(fits.ok ? !fits.value : fits.reason === "slow-pattern");
    }
    assert.ok(performance.now() - before < 5000);
  });
}

Deno.test("no text, as a pattern, does anything but fit, not fit, or be refused with a sentence", () => {
  const piece = fc.constantFrom(..."()[]{}?*+|^$\\.aZd1,:=!<>P#-xi".split(""));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const fits = settled(() => fullMatch(pieces.join(""))("layer.0.query"));
      if (!fits.ok) {
        assert.match(fits.message, /^Cannot read the pattern .* as Python does: it [a-z]/);
      }
    }),
    { numRuns: 2000 },
  );
});

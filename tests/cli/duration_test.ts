// Tests of cli/duration.ts.
import assert from "node:assert/strict";
import { parseDuration, spokenDuration } from "../../cli/duration.ts";

Deno.test("parseDuration() reads seconds, minutes, hours and their sums", () => {
  assert.equal(parseDuration("90s"), 90_000);
  assert.equal(parseDuration("30m"), 1_800_000);
  assert.equal(parseDuration("1h30m"), 5_400_000);
  assert.equal(parseDuration("0.5h"), 1_800_000);
});

Deno.test("parseDuration() reads nothing into a bare number, a wrong unit, zero or nothing", () => {
  for (const text of ["30", "30min", "m", "0s", "", "-5m", "30m1h"]) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

Deno.test("spokenDuration() gives tenths below ten seconds and two units above a minute", () => {
  assert.equal(spokenDuration(0.61), "0.6 s");
  assert.equal(spokenDuration(9.96), "10 s");
  assert.equal(spokenDuration(59.6), "1 min 0 s");
  assert.equal(spokenDuration(185), "3 min 5 s");
  assert.equal(spokenDuration(7800), "2 h 10 min");
});

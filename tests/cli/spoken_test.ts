// Tests of cli/spoken.ts.
import assert from "node:assert/strict";
import { spokenDuration, spokenPath, unknownName } from "../../cli/spoken.ts";

Deno.test("spokenDuration() gives tenths below ten seconds and two units above a minute", () => {
  assert.equal(spokenDuration(0.61), "0.6 s");
  assert.equal(spokenDuration(9.96), "10 s");
  assert.equal(spokenDuration(59.6), "1 min 0 s");
  assert.equal(spokenDuration(185), "3 min 5 s");
  assert.equal(spokenDuration(7800), "2 h 10 min");
});

Deno.test("unknownName() says what is unknown, what is near and what is known", () => {
  assert.equal(
    unknownName("study", "minni", ["smoke", "mini"]),
    "Unknown study 'minni' (did you mean 'mini'?); known: smoke, mini",
  );
  assert.equal(unknownName("study", "zebra", ["smoke"]), "Unknown study 'zebra'; known: smoke");
});

Deno.test("unknownName() cuts a long list after a dozen", () => {
  const names = Array.from({ length: 15 }, (_, index) => `node-${index}`);
  assert.match(unknownName("node", "zzzzzzzz", names), /node-11, 3 more$/);
});

Deno.test("spokenPath() is relative below the user's folder, and whole elsewhere", () => {
  assert.equal(spokenPath("/a/b/c", "/a"), "b/c");
  assert.equal(spokenPath("/x/b", "/a"), "/x/b");
  assert.equal(spokenPath("/a", "/a"), "/a");
});

// Tests of pipeline/store/parse.ts: which names may be files', and how texts of anybody are shown.
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { isFileName, sayable } from "../../../pipeline/store/parse.ts";

Deno.test("isFileName() takes no name that leaves its folder, and every plain one", () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/);
  fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
    assert.ok(isFileName(parts.join("/")));
  }));
  for (const odd of [" ", "-rf", ".hidden", "a ", "*", "é", "a/".repeat(8) + "a"]) {
    assert.equal(isFileName(odd), false, odd);
  }
  const piece = fc.constantFrom("..", ".", "", "/", "a", "\\", "\0", "b.txt");
  fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
    const name = pieces.join("/");
    if (isFileName(name)) assert.equal(join("/store", name), `/store/${name}`);
  }));
});

Deno.test("sayable() leaves no text that moves a terminal's cursor, and plain texts as they are", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    // deno-lint-ignore no-control-regex -- control characters are what it looks for
    assert.doesNotMatch(sayable(text), /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\ud800-\udfff]/u);
  }));
  assert.equal(sayable("ein Wort, é日本"), "ein Wort, é日本");
  assert.equal(sayable("a\u001b[2J\n"), "a\\u001b[2J\\u000a");
});

// Tests of the exit codes in cli/ending.ts.
import assert from "node:assert/strict";
import { endings, exitCode, exitCodeOf, refuse } from "../../cli/ending.ts";
import { memoryOutside } from "./memory_outside.ts";

const calm = { failed: 0, interrupted: false, unrepaired: [] };

Deno.test("exitCodeOf() is 0 when everything came about", () => {
  assert.equal(exitCodeOf(calm), 0);
});

Deno.test("exitCodeOf() is 1 for a failed node, 3 for a byte that could not be rebuilt, 130 for a stop", () => {
  assert.equal(exitCodeOf({ ...calm, failed: 2 }), 1);
  assert.equal(exitCodeOf({ ...calm, failed: 2, unrepaired: ["x"] }), 3);
  assert.equal(exitCodeOf({ failed: 2, interrupted: true, unrepaired: ["x"] }), 130);
});

Deno.test("the table of endings has exactly the codes that commands use", () => {
  assert.deepEqual(endings.map(({ code }) => code), Object.values(exitCode));
});

Deno.test("README prints the table of endings as it is", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  for (const { code, meaning } of endings) {
    assert.match(readme, new RegExp(`\\| ${code} +\\| ${meaning} +\\|`));
  }
});

Deno.test("refuse() writes out what would move the cursor, whoever wrote the name that it says", () => {
  const outside = memoryOutside();
  const message = "Cannot find \x1b[2J\x9b2J\u202e";
  assert.equal(refuse({ reason: "unknown-name", message }, {}, outside), 2);
  assert.equal(outside.noted(), "Cannot find \\u001b[2J\\u009b2J\\u202e\n");
});

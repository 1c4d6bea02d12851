// Tests of lint/file_length.ts with planted violations.
import assert from "node:assert/strict";
import { longest } from "../../lint/file_length.ts";
import { messagesOf } from "./planted.ts";

const said = (lines: number) =>
  messagesOf("file-length", "pipeline/plan.ts", "export type A = 1;\n".repeat(lines));

Deno.test("file-length lets the longest file pass and refuses one line more", () => {
  assert.deepEqual(said(longest), []);
  assert.deepEqual(said(longest + 1), ["Split this file: 301 lines are more than 300"]);
});

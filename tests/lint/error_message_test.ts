// Tests of lint/error_message.ts with planted violations.
import assert from "node:assert/strict";
import { messagesOf } from "./planted.ts";

const said = (source: string) => messagesOf("error-message", "pipeline/plan.ts", source);

Deno.test("error-message lets a capital without a full stop pass", () => {
  assert.deepEqual(said("throw new RangeError(`Cannot use ${x} as a rate`);"), []);
  assert.deepEqual(said("throw new Error(`${place}: Expected a number`);"), []);
  assert.deepEqual(said('const f = { reason: "no-node", message: "Found none" };'), []);
});

Deno.test("error-message refuses a small letter at the beginning", () => {
  assert.equal(said('throw new Error("cannot read it");').length, 1);
  assert.equal(said("throw new TypeError(`wrong ${x}`);").length, 1);
  assert.equal(said('const f = { reason: "no-node", message: "found none" };').length, 1);
});

Deno.test("error-message refuses a full stop at the end, but no ellipsis", () => {
  assert.equal(said('throw new Error("Cannot read it.");').length, 1);
  assert.equal(said('const f = { reason: "x", message: `Found ${x}.` };').length, 1);
  assert.deepEqual(said('throw new Error("Waiting for more...");'), []);
});

Deno.test("error-message leaves messages alone that stand beside no reason", () => {
  assert.deepEqual(said('const f = { message: "hello." };'), []);
});

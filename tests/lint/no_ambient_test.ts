// Tests of lint/no_ambient.ts with planted violations.
import assert from "node:assert/strict";
import { messagesOf } from "./planted.ts";

const said = (path: string, source: string) => messagesOf("no-ambient", path, source);

Deno.test("no-ambient refuses clocks, the environment and unseeded randomness in a stage", () => {
  const planted = [
    "export const f = () => Date.now();",
    "export const f = () => performance.now();",
    "export const f = () => new Date();",
    "export const f = () => Math.random();",
    "export const f = () => crypto.randomUUID();",
    'export const f = () => Deno.env.get("HOME");',
  ];
  for (const source of planted) assert.equal(said("stages/train.ts", source).length, 1, source);
});

Deno.test("no-ambient lets the rest of Math and a given date be, and the scheduler read its clock", () => {
  assert.deepEqual(said("stages/train.ts", "export const f = () => Math.max(1, 2);"), []);
  assert.deepEqual(said("stages/train.ts", "export const f = (ms: number) => new Date(ms);"), []);
  assert.deepEqual(said("pipeline/run.ts", "export const f = () => Date.now();"), []);
});

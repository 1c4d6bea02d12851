// Tests of lint/no_work_at_import.ts with planted violations.
import assert from "node:assert/strict";
import { messagesOf } from "./planted.ts";

const said = (source: string, path = "engine/kernels.ts") =>
  messagesOf("no-work-at-import", path, source);

Deno.test("no-work-at-import lets a file define things", () => {
  const source = `
    import { z } from "zod";
    export const schema = z.object({ a: z.string() });
    const table = new Map([["a", 1]]);
    export type A = string;
    export interface B { c: number }
    export function f() { return table; }
    export default table;
  `;
  assert.deepEqual(said(source), []);
});

Deno.test("no-work-at-import refuses calls, loops, assignments and conditions at the top", () => {
  const planted = [
    "register(kernel);",
    "for (const kernel of kernels) register(kernel);",
    "globalThis.x = 1;",
    "if (Deno.build.os === 'linux') start();",
    "await ready();",
    "try { start(); } catch { stop(); }",
  ];
  for (const source of planted) assert.equal(said(source).length, 1, source);
});

Deno.test("no-work-at-import refuses imports for their effects, and values that are waited for", () => {
  assert.equal(said('import "./register.ts";').length, 1);
  assert.equal(said("const text = await Deno.readTextFile('a');").length, 1);
});

Deno.test("no-work-at-import lets a program start itself, and tests do what they like", () => {
  assert.deepEqual(said("if (import.meta.main) await main();"), []);
  assert.equal(said("if (import.meta.main) a(); else b();").length, 1);
  assert.deepEqual(said("run();", "tests/engine/kernels_test.ts"), []);
});

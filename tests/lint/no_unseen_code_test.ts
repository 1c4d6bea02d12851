// Tests of lint/no_unseen_code.ts with planted violations.
import assert from "node:assert/strict";
import { messagesOf } from "./planted.ts";

const said = (path: string, source: string) => messagesOf("no-unseen-code", path, source);

Deno.test("no-unseen-code refuses computed imports, workers and code made of text where stages reach", () => {
  const planted = [
    "export const f = (path: string) => import(path);",
    "export const f = (name: string) => import(`./${name}.ts`);",
    'export const f = () => eval("1");',
    'export const f = () => new Function("return 1");',
    'export const f = () => Function("return 1");',
    'export const f = () => new Worker("file:///x.ts", { type: "module" });',
  ];
  for (const source of planted) {
    for (const path of ["stages/train.ts", "engine/sessions/onnx.ts"]) {
      assert.equal(said(path, source).length, 1, source);
    }
  }
});

Deno.test("no-unseen-code lets named imports be, and the programs that start others", () => {
  assert.deepEqual(said("data/tokenizer.ts", 'export const f = () => import("tokenizers");'), []);
  const loader = "export const f = (path: string) => import(path);";
  assert.deepEqual(said("pipeline/worker/worker.ts", loader), []);
});

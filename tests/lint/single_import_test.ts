// Tests of lint/single_import.ts with planted violations.
import assert from "node:assert/strict";
import { messagesOf } from "./planted.ts";

const said = (path: string, source: string) => messagesOf("single-import", path, source);

Deno.test("single-import lets engine/tf.ts import tfjs and engine/session.ts the runtime", () => {
  assert.deepEqual(said("engine/tf.ts", 'import * as tf from "@tensorflow/tfjs";'), []);
  assert.deepEqual(said("engine/session.ts", 'import * as ort from "onnxruntime-node";'), []);
});

Deno.test("single-import refuses them anywhere else, types, sub-paths and npm: specifiers included", () => {
  const planted = [
    'import type { Tensor } from "@tensorflow/tfjs";',
    'import * as core from "@tensorflow/tfjs-core";',
    'import { x } from "npm:@tensorflow/tfjs@4.22.0/dist/index.js";',
    'export const f = () => import("onnxruntime-node");',
  ];
  for (const source of planted) assert.equal(said("engine/trace.ts", source).length, 1, source);
  assert.deepEqual(said("models/vit.ts", planted[0] ?? ""), [
    "Only engine/tf.ts may import @tensorflow/tfjs",
  ]);
});

Deno.test("single-import leaves other packages alone, and tests that compare with the library", () => {
  assert.deepEqual(said("models/vit.ts", 'import { z } from "zod";'), []);
  assert.deepEqual(said("engine/x.ts", 'import { y } from "onnxruntime-nodex";'), []);
  assert.deepEqual(said("tests/engine/x_test.ts", 'import * as tf from "@tensorflow/tfjs";'), []);
});

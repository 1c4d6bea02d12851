// Tests of lint/single_import.ts with planted violations.
import assert from "node:assert/strict";
import { messagesOf } from "./planted.ts";

const said = (path: string, source: string) => messagesOf("single-import", path, source);

Deno.test("single-import lets engine/tf.ts import tfjs, and each engine's session its own library", () => {
  const own = [
    ["engine/tf.ts", "@tensorflow/tfjs"],
    ["engine/sessions/onnx.ts", "onnxruntime-node"],
    ["engine/sessions/onnx_wasm.ts", "onnxruntime-web"],
    ["engine/sessions/tfjs_node.ts", "@tensorflow/tfjs-node"],
    ["engine/sessions/tfjs_node_gpu.ts", "@tensorflow/tfjs-node-gpu"],
  ] as const;
  for (const [file, library] of own) {
    assert.deepEqual(said(file, `import * as x from "${library}";`), [], file);
    const others = own.filter(([, name]) => name !== library);
    for (const [other] of others) {
      assert.equal(said(other, `import "${library}";`).length > 0, true);
    }
  }
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

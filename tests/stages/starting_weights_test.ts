// startingWeights(): where the bytes of a frozen weight lie, in whatever precision the base model's file is.
import assert from "node:assert/strict";
import type { SafetensorsFile, StoredType } from "../../engine/run.ts";
import { startingWeights } from "../../stages/injection/starting_weights.ts";
import { tinyModel } from "../support/models.ts";

/** A tiny ViT whose file says that its tensors are of `dtype`, and which reads as 32-bit floats. */
function modelOf(dtype: StoredType, more: readonly string[] = []) {
  const { architecture, config, task, names, values } = tinyModel("vit");
  const stored = (shape: readonly number[]) => ({ dtype, shape, offset: 8, length: 4 });
  const file: SafetensorsFile = {
    path: "model.safetensors",
    metadata: {},
    tensors: new Map([
      ...names.map(({ name, shape }) => [name, stored(shape)] as const),
      ...more.map((name) => [name, stored([1])] as const),
    ]),
    read: (name) => values[name] ?? assert.fail(name),
    readDoubles: () => assert.fail("nobody asks for doubles"),
  };
  return { model: { architecture, config, file }, task, values };
}

const name = "vit.layernorm.weight";

for (const dtype of ["F16", "BF16", "F64"] as const) {
  Deno.test(`a frozen weight of type ${dtype} is written into the graph as 32-bit floats`, () => {
    const { model, task, values } = modelOf(dtype);
    const start = startingWeights(model, task, 0);
    assert.ok(start.ok, start.ok ? "" : start.message);
    const source = start.value.source(name);
    assert.ok(source.kind === "bytes");
    assert.deepEqual(new Float32Array(source.bytes.slice().buffer), values[name]?.data);
  });
}

Deno.test("a frozen weight of 32-bit floats is read from its file where it lies", () => {
  const { model, task } = modelOf("F32");
  const start = startingWeights(model, task, 0);
  assert.deepEqual(start.ok && start.value.source(name), {
    kind: "file",
    file: "model.safetensors",
    offset: 8,
    length: 4,
  });
});

Deno.test("a base model of integers is refused by the tensor's name and type", () => {
  const { model, task } = modelOf("I8");
  const start = startingWeights(model, task, 0);
  assert.match(start.ok ? "" : start.message, /vit\.embeddings\.cls_token is of type I8: /);
});

Deno.test("what nobody reads of a base model is a remark", () => {
  const { model, task } = modelOf("F32", ["text_model.extra"]);
  const start = startingWeights(model, task, 0);
  assert.deepEqual(start.ok && start.value.remarks, [
    "No model here reads text_model.extra of the checkpoint",
  ]);
});

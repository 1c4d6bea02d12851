// A product reads a matrix as it lies: no turning where a flag does it.
import { strict as assert } from "node:assert";
import { linear, type Tensor, tf, trace } from "../../engine/mod.ts";
import { openSession } from "../../engine/run.ts";

const specs = {
  x: { name: "x", shape: [2, 3], dtype: "float32" },
  weight: { name: "weight", shape: [3, 4], dtype: "float32" },
} as const;
const feeds = {
  x: { ...specs.x, data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  weight: { ...specs.weight, data: Float32Array.of(1, 0, 2, 0, 0, 3, 0, 1, 1, 1, 0, 5) },
};

function graphOf(product: (x: Tensor, weight: Tensor) => Tensor) {
  return trace((tracer) => ({ y: product(tracer.input(specs.x), tracer.input(specs.weight)) }));
}

const lying = graphOf((x, weight) => linear(x, tf.transpose(weight)));

Deno.test("a linear layer over a weight that lies on its side has no Transpose", () => {
  assert.deepEqual(lying.nodes.map(({ op }) => op), ["Gemm"]);
});

Deno.test("a linear layer over a weight that lies on its side equals the plain product", async () => {
  const session = await openSession(lying.bytes, { threads: 1 });
  const { y } = await session.run(feeds);
  assert.deepEqual([...y?.data ?? []], [4, 9, 2, 17, 10, 21, 8, 35]);
  await session.close();
});

Deno.test("a transpose that more than a product reads stays", () => {
  const both = trace((tracer) => {
    const turned = tf.transpose(tracer.input(specs.weight)); // [4, 3]
    return { turned, y: tf.matMul(tracer.input(specs.x), turned as tf.Tensor2D, false, true) };
  });
  assert.deepEqual(both.nodes.map(({ op }) => op).toSorted(), ["Gemm", "Transpose"]);
});

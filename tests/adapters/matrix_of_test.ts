// A target's matrix within its weight: host and graph agree, and nothing else is touched.
import assert from "node:assert/strict";
import fc from "fast-check";
import { matrixOf, withMatrix } from "../../adapters/merge.ts";
import { tf } from "../../engine/mod.ts";
import type { Tensor } from "../../engine/mod.ts";
import type { Target } from "../../models/mod.ts";
import { assertSame } from "../support/closeness.ts";

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 4 }),
  before: fc.integer({ min: 0, max: 3 }),
  out: fc.integer({ min: 1, max: 4 }),
  behind: fc.integer({ min: 0, max: 3 }),
  transposed: fc.boolean(),
});

Deno.test("withMatrix() changes what matrixOf() reads, and no other number", () => {
  fc.assert(fc.property(sizes, ({ width, before, out, behind, transposed }) => {
    const rows = before + out + behind;
    const shape = transposed ? [width, rows] : [rows, width];
    const data = Float32Array.from({ length: rows * width }, (_, index) => index + 1);
    const target = targetOf({ in: width, out, from: before, transposed });
    const negated = withMatrix(
      target,
      tf.tensor(data, shape),
      (matrix) => tf.neg(matrix) as Tensor,
    );
    const changed = { shape, dtype: "float32", data: negated.dataSync() as Float32Array } as const;
    const old = matrixOf(target, { shape, dtype: "float32", data });
    const now = matrixOf(target, changed);
    assertSame("matrix", now, { ...old, data: Float32Array.from(old.data, (each) => -each) });
    const touched = changed.data.filter((each) => each < 0).length;
    assert.equal(touched, width * out);
  }));
});

Deno.test("matrixOf() gives the weight itself where it is the matrix", () => {
  const weight = { shape: [2, 3], dtype: "float32", data: new Float32Array(6) } as const;
  assert.equal(matrixOf(targetOf({ in: 3, out: 2 }), weight), weight);
});

function targetOf(place: Pick<Target, "in" | "out"> & Partial<Target>): Target {
  return { name: "m", module: "m", letter: "q", ...place };
}

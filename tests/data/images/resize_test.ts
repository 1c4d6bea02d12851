// Tests of resizing: Pillow's bits, and what any resampling keeps.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { filterNames } from "../../../data/images/resize.ts";
import { resize } from "../../../data/images/resize.ts";
import { expected, picture, plain } from "./pillow.ts";

const side = fc.integer({ min: 1, max: 40 });
const filter = fc.constantFrom(...filterNames);

for (const [number, name] of filterNames.entries()) {
  Deno.test(`resize() gives the bits of Pillow with ${name}, larger, smaller and both`, () => {
    const cases = expected.resized.filter((each) => each.filter === number);
    assert.ok(cases.length >= 9);
    for (const { width, height, sha256 } of cases) {
      const { data } = resize(picture, { width, height }, name);
      const digest = createHash("sha256").update(data).digest("hex");
      assert.equal(digest, sha256, `${width} × ${height}`);
    }
  });
}

Deno.test("resize() keeps a picture of one colour as it is", () => {
  const sizes = fc.tuple(side, side, side, side);
  fc.assert(fc.property(sizes, fc.nat(255), filter, ([w, h, width, height], level, name) => {
    const out = resize(plain(w, h, level), { width, height }, name);
    assert.deepEqual(out, plain(width, height, level));
  }));
});

Deno.test("resize() to the same size changes nothing", () => {
  fc.assert(fc.property(filter, (name) => {
    assert.deepEqual(resize(picture, picture, name), picture);
  }));
});

Deno.test("resize() treats the channels alike and apart", () => {
  const swapped = {
    ...picture,
    data: picture.data.map((_, i, data) => data[i - 2 * (i % 3) + 2] as number),
  };
  fc.assert(fc.property(side, side, filter, (width, height, name) => {
    const one = resize(picture, { width, height }, name).data;
    const other = resize(swapped, { width, height }, name).data;
    assert.deepEqual(other, one.map((_, i) => one[i - 2 * (i % 3) + 2] as number));
  }));
});

Deno.test("resize() refuses a size without pixels", () => {
  const none = () => resize(picture, { width: 0, height: 4 }, "bilinear");
  assert.throws(none, /Cannot resize to 0 × 4 pixels/);
});

// Tests of cutting out the middle of a picture.
import assert from "node:assert/strict";
import fc from "fast-check";
import { centerCrop } from "../../../data/images/image_processor.ts";
import { picture, plain } from "./pillow.ts";

Deno.test("centerCrop() takes the middle; an odd pixel stays on the right and below", () => {
  const ramp = {
    width: 4,
    height: 3,
    data: Uint8Array.from({ length: 36 }, (_, i) => Math.floor(i / 3)),
  };
  const { data } = centerCrop(ramp, { width: 1, height: 2 });
  assert.deepEqual([...data], [1, 1, 1, 5, 5, 5]);
});

Deno.test("centerCrop() puts a small picture into the middle of black", () => {
  const { data } = centerCrop(plain(1, 1, 9), { width: 4, height: 1 });
  assert.deepEqual([...data], [0, 0, 0, 0, 0, 0, 9, 9, 9, 0, 0, 0]);
});

Deno.test("centerCrop() to a larger size and back is the picture", () => {
  fc.assert(fc.property(fc.nat(9), fc.nat(9), (right, below) => {
    const larger = { width: picture.width + right, height: picture.height + below };
    // An odd pixel of padding lies on the left, one of cutting on the right: even margins meet.
    fc.pre(right % 2 === 0 && below % 2 === 0);
    assert.deepEqual(centerCrop(centerCrop(picture, larger), picture), picture);
  }));
});

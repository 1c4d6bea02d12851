// Tests of reading picture files: Pillow's pixels for every kind, failures for broken ones.
import assert from "node:assert/strict";
import fc from "fast-check";
import { encode } from "fast-png";
import { decodeImage } from "../../../data/mod.ts";
import { valueOf } from "../value_of.ts";
import { expected, picture } from "./pillow.ts";

const bytesOf = (name: string) => {
  const found = expected.files.find((each) => each.name === name);
  return Uint8Array.fromBase64(found?.file ?? "");
};

for (const { name, file, pixels } of expected.files) {
  Deno.test(`decodeImage() reads the pixels that Pillow reads: ${name}`, async () => {
    const { data } = valueOf(await decodeImage(Uint8Array.fromBase64(file)));
    assert.deepEqual(data, Uint8Array.fromBase64(pixels));
  });
}

Deno.test("decodeImage() reads interlaced PNGs of whole bytes", async () => {
  const { width, height, data } = picture;
  const png = encode({ width, height, data, channels: 3 }, { interlace: "Adam7" });
  assert.deepEqual(valueOf(await decodeImage(png)), picture);
});

Deno.test("decodeImage() refuses interlaced PNGs of fewer bits, which the decoder misreads", async () => {
  const png = bytesOf("grey of 4 bits").with(28, 1);
  const result = await decodeImage(png);
  assert.ok(!result.ok && result.reason === "unsupported-image");
  assert.equal(result.message, "Cannot read an interlaced PNG of 4 bits: the decoder misreads it");
});

Deno.test("decodeImage() says how a file of another format begins", async () => {
  const result = await decodeImage(new TextEncoder().encode("GIF89a"));
  assert.ok(!result.ok && result.reason === "unknown-image-format");
  assert.match(result.message, /begins with "47 49 46 38"$/);
});

Deno.test("decodeImage() refuses files that are cut off", async () => {
  for (const name of ["colour of 8 bits", "JPEG, colours at half size"]) {
    const whole = bytesOf(name);
    for (const share of [0.3, 0.7, 0.95]) {
      const result = await decodeImage(whole.subarray(0, Math.floor(whole.length * share)));
      assert.ok(!result.ok && result.reason === "bad-image", `${name}, ${share}`);
    }
  }
});

Deno.test("decodeImage() notices a changed byte of a PNG", async () => {
  const whole = bytesOf("colour of 8 bits");
  const changed = fc.tuple(
    fc.integer({ min: 8, max: whole.length - 1 }),
    fc.integer({ min: 1, max: 255 }),
  );
  await fc.assert(fc.asyncProperty(changed, async ([at, by]) => {
    const result = await decodeImage(whole.with(at, (whole[at] as number) ^ by));
    assert.ok(!result.ok);
  }));
});

Deno.test("decodeImage() gives a value for any bytes behind a signature", async () => {
  const signature = fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  await fc.assert(fc.asyncProperty(signature, fc.uint8Array(), async (start, rest) => {
    const result = await decodeImage(Uint8Array.from([...start, ...rest, 0xff, 0xd9]));
    assert.ok(!result.ok);
  }));
});

// Tests of reading picture files: Pillow's pixels for every kind, a sentence for what is broken or not read.
import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeImage } from "../../../data/mod.ts";
import { valueOf } from "../value_of.ts";
import { expected, formats } from "./pillow.ts";

const bytesOf = (name: string) => {
  const found = [...expected.files, ...formats].find((each) => each.name === name);
  return Uint8Array.fromBase64(found?.file ?? assert.fail(name));
};

async function failure(bytes: Uint8Array): Promise<string> {
  const result = await decodeImage(bytes);
  assert.ok(!result.ok);
  assert.match(result.message, /^Cannot [^\n]+[^.\n]$/);
  assert.doesNotMatch(result.message, /object Object|undefined|Error/);
  return `${result.reason}: ${result.message}`;
}

for (const { name, file, pixels } of expected.files) {
  Deno.test(`decodeImage() reads the pixels that Pillow reads: ${name}`, async () => {
    const { data } = valueOf(await decodeImage(Uint8Array.fromBase64(file)));
    assert.deepEqual(data, Uint8Array.fromBase64(pixels));
  });
}

for (const { name, file, pixels, error } of formats) {
  Deno.test(`decodeImage() makes of a ${name} what Pillow makes of it`, async () => {
    const bytes = Uint8Array.fromBase64(file);
    if (error !== undefined) return void await failure(bytes);
    assert.deepEqual(valueOf(await decodeImage(bytes)).data, Uint8Array.fromBase64(pixels ?? ""));
  });
}

Deno.test("decodeImage() reads a JPEG of inks, and refuses one that ends only in its thumbnail, of the cases beside the repository", async (step) => {
  const folder = new URL("../../../../shared/cases/images/", import.meta.url);
  const read = (name: string) => Deno.readFile(new URL(name, folder)).catch(() => undefined);
  const [inks, thumbnail] = [await read("cmyk.jpg"), await read("thumb_truncated.jpg")];
  const ignore = inks === undefined || thumbnail === undefined;
  await step.step({
    name: ignore ? "../shared/cases is absent: nothing is read" : "../shared/cases/images",
    ignore,
    fn: async () => {
      const { width, height, data } = valueOf(await decodeImage(inks ?? assert.fail()));
      assert.deepEqual([width, height, ...data.subarray(0, 6)], [37, 29, 0, 0, 0, 6, 0, 1]);
      assert.match(await failure(thumbnail ?? assert.fail()), /^bad-image: .* is cut off before/);
    },
  });
});

/** The bytes of a file with those of the frame's marker or depth changed. */
function reframed(change: { readonly marker?: number; readonly depth?: number }): Uint8Array {
  const bytes = bytesOf("JPEG of grey");
  const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
  return bytes.with(at + 1, change.marker ?? 0xc0).with(at + 4, change.depth ?? 8);
}

const rare: readonly [string, Uint8Array, RegExp][] = [
  ["arithmetic coding", reframed({ marker: 0xc9 }), /JPEG: arithmetic coding is not supported$/],
  ["progressive arithmetic coding", reframed({ marker: 0xca }), /JPEG: arithmetic coding is/],
  ["lossless coding", reframed({ marker: 0xc3 }), /JPEG: lossless coding is not supported$/],
  ["several frames", reframed({ marker: 0xc5 }), /JPEG: a process of several frames is not/],
  ["12 bits", reframed({ marker: 0xc1, depth: 12 }), /JPEG: a depth of 12 bits is not supported$/],
];

for (const [title, bytes, message] of rare) {
  Deno.test(`decodeImage() refuses a JPEG of ${title} by name`, async () => {
    assert.match(await failure(bytes), message);
  });
}

const strangers: readonly [string, string, RegExp][] = [
  ["a GIF", "GIF89a", /^unsupported-image: .* format GIF: only JPEG and PNG are read$/],
  ["a WebP", "RIFF\x10\0\0\0WEBPVP8 ", /format WebP/],
  ["a TIFF", "II*\0\x08\0\0\0", /format TIFF/],
  ["a BMP", "BM\x46\0\0\0", /format BMP/],
  ["an AVIF", "\0\0\0\x1cftypavif", /format AVIF/],
  ["nothing", "", /^unknown-image-format: Cannot read a picture of 0 bytes$/],
  ["a text", "hello", /begins with "68 65 6c 6c"$/],
];

for (const [title, start, message] of strangers) {
  Deno.test(`decodeImage() says that a file is no JPEG or PNG but ${title}`, async () => {
    assert.match(await failure(Uint8Array.from(start, (letter) => letter.charCodeAt(0))), message);
  });
}

Deno.test("decodeImage() refuses a bomb by the size in its header, before it unpacks anything", async () => {
  const png = bytesOf("PNG of 50,000 by 50,000 pixels");
  const message =
    "large-image: Cannot read a picture of 50000 × 50000 pixels: at most 178956970 are read";
  assert.equal(await failure(png), message);
  const jpeg = bytesOf("JPEG of grey");
  const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  const large = Uint8Array.from(jpeg);
  large.set([0xff, 0xff, 0xff, 0xff], at + 5);
  assert.match(await failure(large), /^large-image: .* 65535 × 65535 pixels/);
});

Deno.test("decodeImage() refuses files that are cut off, wherever", async () => {
  for (
    const name of ["colour of 8 bits", "JPEG, colours at half size", "JPEG of inks, progressive"]
  ) {
    const whole = bytesOf(name);
    const end = name === "colour of 8 bits" ? whole.length - 24 : whole.length;
    await fc.assert(fc.asyncProperty(fc.integer({ min: 8, max: end - 1 }), async (length) => {
      await failure(whole.subarray(0, length));
    }));
  }
});

Deno.test("decodeImage() never reads other pixels from a PNG of which a byte is another", async () => {
  const whole = bytesOf("colour of 8 bits");
  const { data } = valueOf(await decodeImage(whole));
  const change = fc.tuple(
    fc.integer({ min: 8, max: whole.length - 1 }),
    fc.integer({ min: 1, max: 255 }),
  );
  await fc.assert(fc.asyncProperty(change, async ([at, by]) => {
    const result = await decodeImage(whole.with(at, (whole[at] as number) ^ by));
    if (result.ok) assert.deepEqual(result.value.data, data); // a mark behind the pixels
  }));
});

Deno.test("decodeImage() gives a value for any bytes behind a signature", async () => {
  const signature = fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  await fc.assert(fc.asyncProperty(signature, fc.uint8Array(), async (start, rest) => {
    await failure(Uint8Array.from([...start, ...rest, 0xff, 0xd9]));
  }));
});

Deno.test("decodeImage() gives a value for any JPEG of which some bytes are others", async () => {
  const whole = bytesOf("JPEG of colours, restart markers");
  const change = fc.tuple(fc.integer({ min: 3, max: whole.length - 1 }), fc.integer({ max: 255 }));
  await fc.assert(fc.asyncProperty(fc.array(change, { maxLength: 4 }), async (changes) => {
    const bytes = Uint8Array.from(whole);
    for (const [at, byte] of changes) bytes[at] = byte;
    const result = await decodeImage(bytes);
    if (!result.ok) await failure(bytes);
  }));
});

// Reads picture files: JPEG and PNG, to the colours that Pillow's convert("RGB") gives.
import { failure, type Result } from "../dataset.ts";
import { decodeJpeg } from "./decode_jpeg.ts";
import { decodePng } from "./decode_png.ts";
import type { Image } from "./image.ts";

/**
 * The picture in a file's bytes; the format is told by its first bytes. Transparency and rotation
 * by EXIF are left out, as in Pillow. Failures: `unknown-image-format`, `unsupported-image` (another
 * format, a rare kind of JPEG), `bad-image` (broken, cut off), `large-image`.
 */
export function decodeImage(bytes: Uint8Array): Promise<Result<Image>> {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  if (start.startsWith("\xff\xd8\xff")) return decodeJpeg(bytes);
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return decodePng(bytes);
  return Promise.resolve(notRead(start));
}

/** By how a file begins: what it is, and is not read. */
const others: readonly (readonly [start: RegExp, name: string])[] = [
  [/^GIF8/, "GIF"],
  [/^RIFF[^]{4}WEBP/, "WebP"],
  [/^(II\*\0|MM\0\*)/, "TIFF"],
  [/^BM/, "BMP"],
  [/^[^]{4}jP {2}/, "JPEG 2000"],
  [/^[^]{4}ftyp(avif|avis)/, "AVIF"],
  [/^[^]{4}ftyp(heic|heix|mif1)/, "HEIC"],
  [/^(<svg|<\?xml)/, "SVG"],
];

function notRead(start: string): Result<never> {
  if (start === "") return failure("unknown-image-format", "Cannot read a picture of 0 bytes");
  const found = others.find(([pattern]) => pattern.test(start));
  if (found !== undefined) {
    const message = `Cannot read a picture in the format ${found[1]}: only JPEG and PNG are read`;
    return failure("unsupported-image", message);
  }
  const bytes = [...start.slice(0, 4)].map((letter) => letter.charCodeAt(0));
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const message = `Cannot tell the format of a picture that begins with "${hex}"`;
  return failure("unknown-image-format", message);
}

// Reads picture files: JPEG and PNG, to the colours that Pillow's convert("RGB") gives.
import { failure, type Result } from "../dataset.ts";
import { decodeJpeg } from "./decode_jpeg.ts";
import { decodePng } from "./decode_png.ts";
import type { Image } from "./image.ts";

/**
 * The picture in a file's bytes; the format is told by its first bytes. Transparency and rotation
 * by EXIF are left out, as in Pillow. Failures: `unknown-image-format`, `bad-image` (broken, cut
 * off), `unsupported-image` (a kind of PNG that the decoder reads wrong).
 */
export function decodeImage(bytes: Uint8Array): Promise<Result<Image>> {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return decodeJpeg(bytes);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return decodePng(bytes);
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
  const message = `Cannot tell the format of a picture that begins with "${start.join(" ")}"`;
  return Promise.resolve(failure("unknown-image-format", message));
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

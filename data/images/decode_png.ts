// Reads a PNG of any colour type and depth, and brings it to 8-bit red, green, blue as Pillow does.
import type { DecodedPng } from "fast-png";
import { failure, type Result } from "../dataset.ts";
import { blackImage, channels, type Image } from "./image.ts";

/** Where the header of a PNG says how deep and how interlaced it is. */
const header = { depth: 24, interlaced: 28 } as const;

/** Failures: `bad-image`, `unsupported-image` (interlaced with less than 8 bits a pixel). */
export async function decodePng(bytes: Uint8Array): Promise<Result<Image>> {
  const depth = bytes[header.depth] ?? 0;
  if (bytes[header.interlaced] === 1 && depth < 8) {
    const message = `Cannot read an interlaced PNG of ${depth} bits: the decoder misreads it`;
    return failure("unsupported-image", message);
  }
  const { decode } = await import("fast-png");
  try {
    return { ok: true, value: inColour(decode(bytes, { checkCrc: true })) };
  } catch (error) { // the decoder's one way to say that the file is no PNG
    return failure("bad-image", `Cannot read the PNG: ${String(error)}`);
  }
}

/** Every pixel as red, green, blue; alpha is dropped, not blended. */
function inColour(png: DecodedPng): Image {
  const { width, height } = png;
  const image = blackImage(width, height);
  const sample = sampler(png);
  const step = png.channels < channels ? 0 : 1;
  for (let pixel = 0, at = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < channels; c++) image.data[at++] = sample(pixel, c * step, c);
  }
  return image;
}

/** Level 0 … 255 of a pixel's stored channel; `colour` is the channel asked for: 0 red, 1 green. */
type Sampler = (pixel: number, channel: number, colour: number) => number;

function sampler(png: DecodedPng): Sampler {
  const { data, depth, palette } = png;
  const at = (pixel: number, channel: number) => data[pixel * png.channels + channel] as number;
  if (palette !== undefined && png.channels === 1) {
    const index = depth < 8 ? packed(png) : at;
    return (pixel, _, colour) => palette[index(pixel, 0)]?.[colour] ?? 0; // short palettes: black
  }
  if (depth < 8) return scaled(packed(png), depth);
  if (depth === 8) return at;
  return png.channels === 1 ? clipped(at) : (pixel, channel) => at(pixel, channel) >> 8;
}

type Reader = (pixel: number, channel: number) => number;

/** Pixels of 1, 2 or 4 bits; rows begin at whole bytes, the first pixel has the highest bits. */
function packed({ data, depth, width }: DecodedPng): Reader {
  const stride = Math.ceil(width * depth / 8);
  return (pixel) => {
    const bit = pixel % width * depth;
    const byte = data[Math.floor(pixel / width) * stride + (bit >> 3)] as number;
    return byte >> (8 - depth - (bit & 7)) & (2 ** depth - 1);
  };
}

/** Greys of few bits are spread over 0 … 255. */
function scaled(read: Reader, depth: number): Reader {
  return (pixel, channel) => read(pixel, channel) * (255 / (2 ** depth - 1));
}

/** Pillow clips 16-bit greys, where it takes the high byte of 16-bit colours. */
function clipped(read: Reader): Reader {
  return (pixel, channel) => Math.min(read(pixel, channel), 255);
}

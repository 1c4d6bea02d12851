// Takes a PNG apart: its header, its palette, and its pixels as a zlib stream.
import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { failure, type Result } from "../dataset.ts";
import { oversize } from "./image.ts";

/** What the first chunk, IHDR, says. */
export interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: Colour;
  readonly interlaced: boolean;
}

/** A colour type: samples a pixel has, and the depths that they may have. */
interface Colour {
  readonly samples: number;
  readonly depths: readonly number[];
  readonly indexed?: true;
}

/** Colour types by the format's numbers; alpha is the last sample. */
const colours: ReadonlyMap<number, Colour> = new Map([
  [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { samples: 3, depths: [8, 16] }],
  [3, { samples: 1, depths: [1, 2, 4, 8], indexed: true }],
  [4, { samples: 2, depths: [8, 16] }],
  [6, { samples: 4, depths: [8, 16] }],
]);

/** A PNG that cannot be read, and why. */
export function bad(why: string): Result<never> {
  return failure("bad-image", `Cannot read the PNG: ${why}`);
}

/** What the pixels of a PNG are made of. */
export interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array;
  /** The chunks of pixels, one behind the other: a zlib stream. */
  readonly data: Uint8Array;
}

interface Chunk {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** What follows the pixels does not count. */
export function chunksOf(bytes: Uint8Array): Result<Chunks> {
  let header: Header | undefined;
  let palette = new Uint8Array();
  const walk = chunksBefore(bytes);
  let step = walk.next();
  for (; !step.done; step = walk.next()) {
    const { name, content } = step.value;
    if (name === "PLTE") palette = content;
    if (name !== "IHDR") continue;
    const read = readHeader(content);
    if (!read.ok) return read;
    header = read.value;
  }
  if (typeof step.value === "string") return bad(step.value);
  if (header === undefined) return bad("it has no header");
  return { ok: true, value: { header, palette, data: pixelData(bytes, step.value) } };
}

/**
 * The chunks before the pixels: length, name, content, checksum. Returns where the pixels begin, or
 * what is wrong.
 */
function* chunksBefore(bytes: Uint8Array): Generator<Chunk, number | string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8;;) {
    if (at + 8 > bytes.length) return "it is cut off before its pixels";
    const name = nameOf(bytes, at + 4);
    if (!/^\w{4}$/.test(name)) return `a chunk of it is called ${JSON.stringify(name)}`;
    if (name === "IDAT") return at;
    if (name === "IEND") return "it has no pixels";
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) return `it is cut off within its chunk ${name}`;
    const sum = crc32(bytes.subarray(at + 4, end));
    if (sum !== view.getUint32(end)) return `the checksum of its chunk ${name} is wrong`;
    yield { name, content: bytes.slice(at + 8, end) };
    at = end + 4;
  }
}

function nameOf(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function readHeader(content: Uint8Array): Result<Header> {
  if (content.length < 13) return bad("its header is too short");
  const view = new DataView(content.buffer);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, type = 0, , filter, interlace] = content.subarray(8);
  const large = oversize({ width, height });
  if (large !== undefined) return large;
  if (width * height === 0) return bad(`it is ${width} × ${height} pixels large`);
  const colour = colours.get(type);
  if (colour === undefined || !colour.depths.includes(depth)) {
    return bad(`colour type ${type} of ${depth} bits is unknown`);
  }
  if (filter !== 0) return bad(`filter category ${filter} is unknown`);
  return { ok: true, value: { width, height, depth, colour, interlaced: interlace !== 0 } };
}

/** The content of the chunks of pixels from `at` on; the last may be cut off. */
function pixelData(bytes: Uint8Array, at: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  for (let from = at; from + 8 <= bytes.length && nameOf(bytes, from + 4) === "IDAT";) {
    const length = view.getUint32(from);
    parts.push(bytes.subarray(from + 8, from + 8 + length));
    from += length + 12;
  }
  return new Uint8Array(Buffer.concat(parts));
}

// Reads a PNG of any colour type and depth, and brings it to 8-bit red, green, blue as Pillow does.
import { constants, createInflate } from "node:zlib";
import type { Result } from "../dataset.ts";
import { blackImage, channels, type Image } from "./image.ts";
import { bad, chunksOf, type Header } from "./png_chunks.ts";

/**
 * The picture of a PNG, interlaced or not; alpha is dropped, not blended. Checksums are looked at as
 * Pillow does: those of all chunks before the pixels. Failures: `bad-image`, `large-image`.
 */
export async function decodePng(bytes: Uint8Array): Promise<Result<Image>> {
  const chunks = chunksOf(bytes);
  if (!chunks.ok) return chunks;
  const { header, palette, data } = chunks.value;
  const passes = passesOf(header);
  const size = passes.reduce((sum, pass) => sum + pass.height * (1 + pass.stride), 0);
  const stream = await inflated(data, size);
  if (stream === undefined) return bad("its pixels are cut off or broken");
  const image = blackImage(header.width, header.height);
  const level = levelOf(header, palette);
  let at = 0;
  for (const pass of passes) {
    const rows = stream.subarray(at, at += pass.height * (1 + pass.stride));
    if (!unfilter(rows, pass.stride, header)) return bad("a row of it has a filter that is none");
    paint(image, { rows, pass }, level);
  }
  return { ok: true, value: image };
}

/** One run over the picture: every pixel, or every so many from a place on, as Adam7 has it. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly down: number;
  readonly width: number;
  readonly height: number;
  /** Bytes of a row without its filter. */
  readonly stride: number;
}

const whole = [[0, 0, 1, 1]] as const;
const adam7 = [
  ...[[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4]] as const,
  ...[[0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const,
];

/** Passes without a pixel are not in the file. */
function passesOf({ width, height, depth, colour, interlaced }: Header): Pass[] {
  return (interlaced ? adam7 : whole).map(([x, y, right, down]) => {
    const across = Math.ceil((width - x) / right);
    const stride = Math.ceil(across * depth * colour.samples / 8);
    return { x, y, right, down, width: across, height: Math.ceil((height - y) / down), stride };
  }).filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Bytes behind the last row that are looked at: the stream's own checksum stands behind them. */
const slack = 65_536;

/** The first `size` bytes of a zlib stream; nothing where it is broken or has fewer. Bombs are not unpacked. */
async function inflated(stream: Uint8Array, size: number): Promise<Uint8Array | undefined> {
  const out = new Uint8Array(size);
  let have = 0;
  const inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
  inflate.end(stream);
  try {
    for await (const part of inflate as AsyncIterable<Uint8Array>) {
      if (have < size) out.set(part.subarray(0, size - have), have);
      have += part.length;
      if (have > size + slack) break;
    }
  } catch (error) { // the library's one way to say that the stream is broken
    if (!(error instanceof Error && "code" in error)) throw error;
    return undefined;
  }
  return have >= size ? out : undefined;
}

/** Undoes the filter of each row, in place; false where one has a number that is none. */
function unfilter(rows: Uint8Array, stride: number, { depth, colour }: Header): boolean {
  const step = Math.max(1, depth * colour.samples >> 3);
  let above: Uint8Array = new Uint8Array(stride);
  for (let at = 0; at < rows.length; at += stride + 1) {
    const row = rows.subarray(at + 1, at + 1 + stride);
    const predict = predictors[rows[at] as number];
    if (predict === undefined) return false;
    for (let i = 0; i < stride; i++) {
      const [left, corner] = i < step ? [0, 0] : [row[i - step], above[i - step]] as number[];
      row[i] = (row[i] as number) + predict(left as number, above[i] as number, corner as number);
    }
    above = row;
  }
  return true;
}

type Predictor = (left: number, above: number, corner: number) => number;

/** By the filter's number: what is added to a byte. */
const predictors: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((each) => Math.abs(guess - each)) as Three;
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

type Three = [number, number, number];

/** The level 0 … 255 of a pixel of a row: `colour` 0 red, 1 green, 2 blue. */
type Level = (row: Uint8Array, pixel: number, colour: number) => number;

/** Puts a pass's pixels where they belong in the picture. */
function paint(image: Image, { rows, pass }: Painted, level: Level): void {
  for (let j = 0; j < pass.height; j++) {
    const row = rows.subarray(j * (pass.stride + 1) + 1, (j + 1) * (pass.stride + 1));
    const start = (pass.y + j * pass.down) * image.width + pass.x;
    for (let i = 0; i < pass.width; i++) {
      const to = (start + i * pass.right) * channels;
      for (let c = 0; c < channels; c++) image.data[to + c] = level(row, i, c);
    }
  }
}

interface Painted {
  readonly rows: Uint8Array;
  readonly pass: Pass;
}

function levelOf({ depth, colour: { samples, indexed } }: Header, palette: Uint8Array): Level {
  if (indexed) return (row, pixel, c) => palette[sample(row, pixel, depth) * channels + c] ?? 0;
  if (depth < 8) return (row, pixel) => sample(row, pixel, depth) * (255 / (2 ** depth - 1));
  const place = (pixel: number, c: number) => pixel * samples + (samples < channels ? 0 : c);
  if (depth === 8) return (row, pixel, c) => row[place(pixel, c)] as number;
  // Pillow clips 16-bit greys, where it takes the high byte of other 16-bit samples.
  if (samples === 1) {
    return (row, pixel) => row[pixel * 2] === 0 ? row[pixel * 2 + 1] as number : 255;
  }
  return (row, pixel, c) => row[place(pixel, c) * 2] as number;
}

/** A sample of 1, 2, 4 or 8 bits; the first pixel of a byte has its highest bits. */
function sample(row: Uint8Array, pixel: number, depth: number): number {
  const bit = pixel * depth;
  return (row[bit >> 3] as number) >> (8 - depth - (bit & 7)) & (2 ** depth - 1);
}

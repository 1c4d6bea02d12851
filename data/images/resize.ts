// Resizes a picture to the bit as Pillow does.
import { blackImage, channels, type Image } from "./image.ts";

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The picture in another size, as `resize` of Pillow 13: rows and columns in turn, rounded to 8 bits
 * between; a side that keeps its length is not touched. Throws for a size below 1 × 1.
 */
export function resize(image: Image, size: Size, filter: FilterName): Image {
  if (!(size.width >= 1 && size.height >= 1)) {
    throw new RangeError(`Cannot resize to ${size.width} × ${size.height} pixels`);
  }
  if (filter === "nearest") return nearest(image, size);
  const { [filter]: shape } = filters;
  if (columnsFirst(image, size)) {
    return toWidth(toHeight(image, size.height, shape), size.width, shape);
  }
  return toHeight(toWidth(image, size.width, shape), size.height, shape);
}

/** Pillow's rule, which saves work; older ones always began with rows. */
function columnsFirst(image: Image, size: Size): boolean {
  const less = image.height - size.height;
  return less > 0 && less > (image.width - size.width) * 2;
}

function toWidth(image: Image, width: number, filter: Filter): Image {
  if (image.width === width) return image;
  return acrossRows(image, windowsOf(image.width, width, filter));
}

function toHeight(image: Image, height: number, filter: Filter): Image {
  if (image.height === height) return image;
  return downColumns(image, windowsOf(image.height, height, filter));
}

/** Bits behind the point: 32, less 8 for a pixel and 2 for sums beyond it. */
const precision = 32 - 8 - 2;

/** Half of the last bit, which makes the shift round. */
const half = 1 << (precision - 1);

/** [H, W, 3] → [H, windows, 3] */
function acrossRows({ width, height, data }: Image, windows: readonly Window[]): Image {
  const out = blackImage(windows.length, height);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (const { start, weights } of windows) {
      const from = (y * width + start) * channels;
      for (let c = 0; c < channels; c++) {
        out.data[at++] = weighed(data, from + c, channels, weights);
      }
    }
  }
  return out;
}

/** [H, W, 3] → [windows, W, 3] */
function downColumns({ width, data }: Image, windows: readonly Window[]): Image {
  const out = blackImage(width, windows.length);
  const stride = width * channels;
  let at = 0;
  for (const { start, weights } of windows) {
    const from = start * stride;
    for (let x = 0; x < stride; x++) out.data[at++] = weighed(data, from + x, stride, weights);
  }
  return out;
}

function weighed(data: Uint8Array, from: number, stride: number, weights: Int32Array): number {
  let sum = half;
  for (let i = 0, at = from; i < weights.length; i++, at += stride) {
    sum += (data[at] as number) * (weights[i] as number);
  }
  const level = sum >> precision;
  return level < 0 ? 0 : level > 255 ? 255 : level;
}

/** One old pixel for each new one: that under its middle. */
function nearest({ width, height, data }: Image, size: Size): Image {
  if (width === size.width && height === size.height) return { width, height, data };
  const columns = places(width, size.width);
  const out = blackImage(size.width, size.height);
  let at = 0;
  for (const row of places(height, size.height)) {
    for (const column of columns) {
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) out.data[at++] = data[from + c] as number;
    }
  }
  return out;
}

/** The sum is carried on, not made anew for each pixel: so Pillow rounds (`ImagingScaleAffine`). */
function places(from: number, to: number): Int32Array {
  const scale = from / to;
  const found = new Int32Array(to);
  let middle = scale * 0.5;
  for (let i = 0; i < to; i++) {
    found[i] = Math.min(Math.trunc(middle), from - 1);
    middle += scale;
  }
  return found;
}

/** A window of the old line and the weights of its pixels, scaled by 2^`precision`. */
interface Window {
  readonly start: number;
  readonly weights: Int32Array;
}

/**
 * The windows of all `to` pixels of a line that had `from`. Going down, the filter grows with the
 * ratio, so that every old pixel counts. Source: Pillow 13, `precompute_coeffs` and
 * `normalize_coeffs_8bpc`.
 */
function windowsOf(from: number, to: number, filter: Filter): Window[] {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const reach = filter.support * stretch;
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - reach + 0.5));
    const end = Math.min(from, Math.trunc(center + reach + 0.5));
    const shape = (x: number) => filter.weight((x + start - center + 0.5) * (1 / stretch));
    return {
      start,
      weights: inFixedPoint(Array.from({ length: end - start }, (_, x) => shape(x))),
    };
  });
}

function inFixedPoint(weights: readonly number[]): Int32Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Int32Array.from(weights, (weight) => {
    const scaled = (sum === 0 ? weight : weight / sum) * 2 ** precision;
    return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  });
}

/** How much a pixel counts at a distance from the place asked for; `weight(x)` is 0 for |x| ≥ `support`, in pixels of the smaller of both pictures. */
interface Filter {
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Names of all filters. */
export type FilterName = "nearest" | "lanczos" | "bilinear" | "bicubic" | "box" | "hamming";

/** The filters by Pillow's numbers, which preprocessor_config.json gives as `resample`. */
export const filterNames: readonly FilterName[] = [
  "nearest",
  "lanczos",
  "bilinear",
  "bicubic",
  "box",
  "hamming",
];

/** Those that weigh pixels; `nearest` takes one. Source: Pillow 13, `Resample.c`. */
const filters: Readonly<Record<Exclude<FilterName, "nearest">, Filter>> = {
  box: { support: 0.5, weight: (x) => x > -0.5 && x <= 0.5 ? 1 : 0 },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: (x) => hamming(Math.abs(x)) },
  bicubic: { support: 2, weight: (x) => bicubic(Math.abs(x)) },
  lanczos: { support: 3, weight: (x) => x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0 },
};

/** Pillow's two constants are single-precision numbers. */
function hamming(x: number): number {
  if (x === 0) return 1;
  if (x >= 1) return 0;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle * (Math.fround(0.54) + Math.fround(0.46) * Math.cos(angle));
}

/** Keys' cubic with a = −0.5, in the order in which Pillow rounds. */
function bicubic(x: number): number {
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

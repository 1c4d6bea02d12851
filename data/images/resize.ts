// Resizes a picture to the bit as Pillow does.
import { precision, type Window, windowsOf } from "./coefficients.ts";
import { type Filter, type FilterName, filters } from "./filters.ts";
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

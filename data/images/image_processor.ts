// From pictures to what a vision model reads, as the hub's preprocessor_config.json asks.
import type { Value } from "../batches.ts";
import { failure, type Normalization, type Result } from "../dataset.ts";
import { blackImage, channels, type Image } from "./image.ts";
import { readPreprocessorConfig, type Steps, type Target } from "./preprocessor_config.ts";
import { resize, type Size } from "./resize.ts";

/** What stands between a picture and a model. */
export interface ImageProcessor {
  /** From 0 … 255 to what the model reads, channel by channel. */
  readonly normalization: Normalization;
  /** The picture resized and cropped, `[3, H, W]` uint8: this is what data sets store. */
  prepare(image: Image): Value;
  /**
   * Prepared and normalised, `[B, 3, H, W]` float32. Failure: `sizes-differ`, if pictures that keep
   * their proportions end up unequal.
   */
  pixelValues(images: readonly Image[]): Result<Value>;
}

/**
 * The processor of a preprocessor_config.json (ViT, DeiT; transformers 4 or 5), with the pixels of
 * Pillow. Failures: `bad-preprocessor-config`, `unknown-image-processor`,
 * `contradictory-preprocessor-config`.
 */
export function imageProcessor(config: string): Result<ImageProcessor> {
  const steps = readPreprocessorConfig(config);
  if (!steps.ok) return steps;
  const { normalization } = steps.value;
  const prepare = (image: Image) => planes(cropped(resized(image, steps.value), steps.value));
  const pixelValues = (images: readonly Image[]) => stack(images.map(prepare), normalization);
  return { ok: true, value: { normalization, prepare, pixelValues } };
}

function resized(image: Image, steps: Steps): Image {
  if (steps.resize === undefined) return image;
  return resize(image, sizeFor(image, steps.resize.target), steps.resize.filter);
}

function cropped(image: Image, steps: Steps): Image {
  return steps.crop === undefined ? image : centerCrop(image, steps.crop);
}

/** The longer side is rounded down, as in transformers. */
function sizeFor({ width, height }: Image, target: Target): Size {
  if (!("shortest" in target)) return target;
  const { shortest } = target;
  const longest = Math.trunc(shortest * Math.max(width, height) / Math.min(width, height));
  return width <= height
    ? { width: shortest, height: longest }
    : { width: longest, height: shortest };
}

function stack(images: readonly Value[], normalization: Normalization): Result<Value> {
  const shape = images[0]?.shape ?? [channels, 0, 0];
  const other = images.find((image) => image.shape.join() !== shape.join());
  if (other !== undefined) {
    const message = `Cannot stack a picture of shape [${other.shape}] on [${shape}]`;
    return failure("sizes-differ", message);
  }
  const size = shape.reduce((product, side) => product * side, 1);
  const data = new Uint8Array(images.length * size);
  images.forEach((image, i) => data.set(image.data, i * size));
  const all: Value = { dtype: "uint8", shape: [images.length, ...shape], data };
  return { ok: true, value: normalizePixels(all, normalization) };
}

/** [H, W, 3] → [3, H, W] */
function planes({ width, height, data }: Image): Value {
  const plane = width * height;
  const out = new Uint8Array(data.length);
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let c = 0; c < channels; c++) {
      out[c * plane + pixel] = data[pixel * channels + c] as number;
    }
  }
  return { dtype: "uint8", shape: [channels, height, width], data: out };
}

/**
 * The middle of a picture, in the size asked for; where the picture is smaller, black surrounds it.
 * An odd pixel goes to the right and below. Source: `center_crop` of transformers 4.57.
 */
export function centerCrop(image: Image, size: Size): Image {
  const top = Math.floor((image.height - size.height) / 2);
  const left = Math.floor((image.width - size.width) / 2);
  const out = blackImage(size.width, size.height);
  const first = Math.max(0, left);
  const end = Math.min(image.width, left + size.width);
  for (let y = Math.max(0, top); y < Math.min(image.height, top + size.height); y++) {
    const row = image.data.subarray(
      (y * image.width + first) * channels,
      (y * image.width + end) * channels,
    );
    out.data.set(row, ((y - top) * size.width + first - left) * channels);
  }
  return out;
}

/**
 * `(x · scale − mean) / std`, channel by channel; `images` `[B, C, H, W]` uint8, the result is
 * float32 of the same shape. Throws if the number of channels differs.
 */
export function normalizePixels(images: Value, { mean, std, scale }: Normalization): Value {
  const [, count, height = 0, width = 0] = images.shape;
  if (images.shape.length !== 4 || count !== mean.length || count !== std.length) {
    throw new RangeError(
      `Cannot normalise shape [${images.shape}] with ${mean.length} means, ${std.length} deviations`,
    );
  }
  const tables = mean.map((m, channel) => grey(m, std[channel] as number, scale));
  const plane = height * width;
  const data = new Float32Array(images.data.length);
  for (let i = 0; i < data.length; i++) {
    const table = tables[Math.floor(i / plane) % count] as Float32Array;
    data[i] = table[images.data[i] as number] as number;
  }
  return { shape: images.shape, dtype: "float32", data };
}

/** The 256 values that a grey level can take. */
function grey(mean: number, std: number, scale = 1 / 255): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => (level * scale - mean) / std);
}

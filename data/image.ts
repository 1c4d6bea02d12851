// Turns stored pixels into what a vision model reads.
import type { Value } from "./batches.ts";
import type { Normalization } from "./dataset.ts";

/**
 * `(x · scale − mean) / std`, channel by channel; `images` `[B, C, H, W]` uint8, the result is
 * float32 of the same shape. Throws if the number of channels differs.
 */
export function normalizePixels(images: Value, { mean, std, scale }: Normalization): Value {
  const channels = images.shape[1];
  if (images.shape.length !== 4 || channels !== mean.length || channels !== std.length) {
    throw new RangeError(
      `Cannot normalise shape [${images.shape}] with ${mean.length} means, ${std.length} deviations`,
    );
  }
  const tables = mean.map((m, channel) => grey(m, std[channel] as number, scale));
  const plane = (images.shape[2] as number) * (images.shape[3] as number);
  const data = new Float32Array(images.data.length);
  for (let i = 0; i < data.length; i++) {
    const table = tables[Math.floor(i / plane) % channels] as Float32Array;
    data[i] = table[images.data[i] as number] as number;
  }
  return { shape: images.shape, dtype: "float32", data };
}

/** The 256 values that a grey level can take. */
function grey(mean: number, std: number, scale = 1 / 255): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => (level * scale - mean) / std);
}

// Cuts the middle out of a picture.
import { blackImage, channels, type Image } from "./image.ts";
import type { Size } from "./resize.ts";

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

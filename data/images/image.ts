// A picture in memory: rows of pixels, each red, green, blue.
import { type Failure, failure } from "../dataset.ts";

/** `data` is `[height, width, 3]`, 0 … 255. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Numbers a pixel has. */
export const channels = 3;

/** A black picture. */
export function blackImage(width: number, height: number): Image {
  return { width, height, data: new Uint8Array(width * height * channels) };
}

/** Where Pillow refuses: twice its `MAX_IMAGE_PIXELS`, a quarter of a gigabyte of colours. */
const mostPixels = 2 * Math.floor(1024 ** 3 / 4 / channels);

/** Refuses a picture by the size that its header declares, before anything is made of it. */
export function oversize({ width, height }: Omit<Image, "data">): Failure | undefined {
  if (width * height <= mostPixels) return undefined;
  const message =
    `Cannot read a picture of ${width} × ${height} pixels: at most ${mostPixels} are read`;
  return failure("large-image", message);
}

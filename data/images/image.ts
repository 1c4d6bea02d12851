// A picture in memory: rows of pixels, each red, green, blue.

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

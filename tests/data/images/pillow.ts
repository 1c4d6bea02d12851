// What Pillow and transformers make of pictures; made by tests/reference/images/make.py.
import { type Image, type ImageProcessor, imageProcessor } from "../../../data/mod.ts";
import { valueOf } from "../value_of.ts";

interface Expected {
  readonly width: number;
  readonly height: number;
  readonly picture: string;
  readonly resized: readonly {
    readonly width: number;
    readonly height: number;
    readonly filter: number;
    readonly sha256: string;
  }[];
  readonly files: readonly {
    readonly name: string;
    readonly file: string;
    readonly pixels: string;
  }[];
  readonly processed: readonly {
    readonly config: Readonly<Record<string, unknown>>;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
}

const file = new URL("../../reference/images/expected.json", import.meta.url);

/** All of expected.json. */
export const expected: Expected = JSON.parse(await Deno.readTextFile(file));

/** A file, and the pixels that Pillow reads, or why it reads none; made by formats.py. */
export interface FormatCase {
  readonly name: string;
  readonly file: string;
  readonly pixels?: string;
  readonly error?: string;
}

const formatsFile = new URL("../../reference/images/formats.json", import.meta.url);

/** All of formats.json. */
export const formats: readonly FormatCase[] =
  JSON.parse(await Deno.readTextFile(formatsFile)).files;

/** The picture that is resized and processed. */
export const picture: Image = {
  width: expected.width,
  height: expected.height,
  data: Uint8Array.fromBase64(expected.picture),
};

/** A picture of one colour. */
export function plain(width: number, height: number, level: number): Image {
  return { width, height, data: new Uint8Array(width * height * 3).fill(level) };
}

/** The processor of a configuration. */
export function processorOf(config: Readonly<Record<string, unknown>>): ImageProcessor {
  return valueOf(imageProcessor(JSON.stringify(config)));
}

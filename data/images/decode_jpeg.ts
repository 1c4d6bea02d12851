// Reads a JPEG with MozJPEG as WebAssembly, whose pixels equal those of Pillow's libjpeg-turbo.
import { failure, type Result } from "../dataset.ts";
import { channels, type Image } from "./image.ts";

type Decode = typeof import("@jsquash/jpeg/decode.js").default;

let opened: Promise<Decode> | undefined;

/** The decoder, made ready once: by itself it would fetch its WebAssembly. */
function decoder(): Promise<Decode> {
  opened ??= openDecoder();
  return opened;
}

async function openDecoder(): Promise<Decode> {
  const { default: decode, init } = await import("@jsquash/jpeg/decode.js");
  const file = import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm");
  const module = await WebAssembly.compile(await Deno.readFile(new URL(file)));
  // The package's types have only the form without a module, though it reads both.
  await (init as unknown as (module: WebAssembly.Module) => Promise<void>)(module);
  return decode;
}

/** Failure: `bad-image`. */
export async function decodeJpeg(bytes: Uint8Array): Promise<Result<Image>> {
  if (!hasEnd(bytes)) return failure("bad-image", "Cannot read the JPEG: its end is missing");
  const decode = await decoder();
  try {
    const { width, height, data } = await decode(new Uint8Array(bytes).buffer);
    return { ok: true, value: { width, height, data: withoutAlpha(data) } };
  } catch (error) { // the decoder's one way to say that the file is no JPEG
    return failure("bad-image", `Cannot read the JPEG: ${String(error)}`);
  }
}

/** A file that is cut off lacks its last marker; the decoder would fill it up with grey. */
function hasEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at > 1; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

/** [H, W, 4] → [H, W, 3] */
function withoutAlpha(rgba: ArrayLike<number>): Uint8Array {
  const rgb = new Uint8Array(rgba.length / 4 * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let c = 0; c < channels; c++) rgb[to++] = rgba[from + c] as number;
  }
  return rgb;
}

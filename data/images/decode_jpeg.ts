// Reads a JPEG: walks its segments first, then decodes with libjpeg-turbo as WebAssembly, to Pillow's pixels.
import { failure, type Result } from "../dataset.ts";
import { channels, type Image, oversize } from "./image.ts";

/** What a JPEG says of itself before its coded data. */
interface Frame {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 colours, 4 inks. */
  readonly channels: number;
}

/**
 * The picture of a JPEG. Grey, YCbCr, RGB, CMYK and YCCK are read, sequential or progressive; data
 * that are wrong inside are decoded as far as libjpeg goes, as in Pillow. Failures: `bad-image`
 * (broken, cut off), `unsupported-image` (arithmetic coding, 12 bits and other rare kinds),
 * `large-image`.
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<Result<Image>> {
  const frame = frameOf(bytes);
  if (!frame.ok) return frame;
  const large = oversize(frame.value);
  if (large !== undefined) return large;
  const { width, height } = frame.value;
  const inks = frame.value.channels === 4;
  const samples = await decompressed(bytes, frame.value, inks ? forms.cmyk : forms.rgb);
  if (samples === undefined) return bad("its coded data cannot be decoded");
  return { ok: true, value: { width, height, data: inks ? fromInks(samples) : samples } };
}

function bad(why: string): Result<never> {
  return failure("bad-image", `Cannot read the JPEG: ${why}`);
}

function unsupported(what: string): Result<never> {
  return failure("unsupported-image", `Cannot read the JPEG: ${what} is not supported`);
}

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, firstRestart: 0xd0, temporary: 0x01 } as const;

interface Segment {
  readonly kind: number;
  readonly content: Uint8Array;
}

/** The frame; what follows the end marker does not count. */
function frameOf(bytes: Uint8Array): Result<Frame> {
  let frame: Frame | undefined;
  let scans = 0;
  const walk = segmentsOf(bytes);
  let step = walk.next();
  for (; !step.done; step = walk.next()) {
    const { kind, content } = step.value;
    if (kind === marker.scan) scans++;
    if (!isFrame(kind)) continue;
    if (frame !== undefined) return bad("it has two frames");
    const read = readFrame(kind, content);
    if (!read.ok) return read;
    frame = read.value;
  }
  if (step.value !== undefined) return bad(step.value);
  if (frame === undefined || scans === 0) return bad("it has no picture in it");
  return { ok: true, value: frame };
}

/**
 * Walks from segment to segment by their lengths, so that an end marker in a thumbnail or a comment
 * is none, and over the coded data of each scan. Returns what is wrong where there is no end marker.
 */
function* segmentsOf(bytes: Uint8Array): Generator<Segment, string | undefined> {
  for (let at = nextMarker(bytes, 2);; at = nextMarker(bytes, at)) {
    const kind = bytes[at - 1];
    if (kind === undefined) return "it is cut off before its end marker";
    if (kind === marker.end) return undefined;
    if (standsAlone(kind)) continue;
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (at + length > bytes.length) return "it is cut off within a segment";
    if (length < 2) return `its segment at byte ${at - 2} has the length ${length}`;
    yield { kind, content: bytes.subarray(at + 2, at + length) };
    at += length;
  }
}

/** The place behind the next marker: `FF`, repeated as filling, and a byte that is neither 0 nor `FF`. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && next !== undefined) return at + 2;
  }
  return bytes.length + 2;
}

/** Restart markers, which stand in coded data, and others without a segment. */
function standsAlone(kind: number): boolean {
  return kind >= marker.firstRestart && kind <= marker.start || kind === marker.temporary;
}

/** C0 … CF are frames, but for tables (C4, CC) and an extension (C8). */
function isFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
}

/** `segment` is precision, height, width, number of channels, and three bytes for each. */
function readFrame(kind: number, segment: Uint8Array): Result<Frame> {
  const process = processes.get(kind) ?? "a process of several frames";
  if (process !== "") return unsupported(process);
  const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, count = 0] = segment;
  if (precision !== 8) return unsupported(`a depth of ${precision} bits`);
  if (segment.length !== 6 + 3 * count) return bad("its frame has another length than it says");
  if (count !== 1 && count !== 3 && count !== 4) {
    return unsupported(`a picture of ${count} channels`);
  }
  const size = { width: w1 * 256 + w0, height: h1 * 256 + h0 };
  if (size.width * size.height === 0) {
    return bad(`it is ${size.width} × ${size.height} pixels large`);
  }
  return { ok: true, value: { ...size, channels: count } };
}

/** What a frame's marker says of its coding; nothing where it is read. */
const processes: ReadonlyMap<number, string> = new Map([
  [0xc0, ""],
  [0xc1, ""],
  [0xc2, ""],
  [0xc3, "lossless coding"],
  [0xc9, "arithmetic coding"],
  [0xca, "arithmetic coding"],
  [0xcb, "lossless arithmetic coding"],
]);

/** The pixel forms of TurboJPEG, by its numbers. */
const forms = { rgb: { code: 0, channels: 3 }, cmyk: { code: 11, channels: 4 } } as const;

type Form = typeof forms[keyof typeof forms];

/** What is used of TurboJPEG; addresses are numbers, 0 where there is no memory. */
interface TurboJpeg {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  tjInitDecompress(): number;
  tjDecompress2(
    ...call: [
      ...[handle: number, jpeg: number, size: number],
      ...[pixels: number, width: number, pitch: number, height: number],
      ...[form: number, flags: number],
    ]
  ): number;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** [H, W, channels of the form]; nothing where the decoder gives up. */
async function decompressed(
  bytes: Uint8Array,
  { width, height }: Frame,
  form: Form,
): Promise<Uint8Array | undefined> {
  compiled ??= compile();
  const turbo = await instantiate(await compiled);
  const size = width * height * form.channels;
  const [jpeg, pixels] = [turbo.malloc(bytes.length), turbo.malloc(size)];
  if (jpeg === 0 || pixels === 0) return undefined;
  new Uint8Array(turbo.memory.buffer, jpeg).set(bytes);
  const call = [jpeg, bytes.length, pixels, width, width * form.channels, height] as const;
  try {
    // Its result tells of mere warnings too; a failure is thrown by `longjmp`.
    turbo.tjDecompress2(turbo.tjInitDecompress(), ...call, form.code, 0);
  } catch (error) {
    if (error instanceof GaveUp || error instanceof WebAssembly.RuntimeError) return undefined;
    throw error;
  }
  return new Uint8Array(turbo.memory.buffer, pixels, size).slice();
}

async function compile(): Promise<WebAssembly.Module> {
  const file = import.meta.resolve("@cwasm/jpeg-turbo/jpeg-turbo.wasm");
  return await WebAssembly.compile(await Deno.readFile(new URL(file)));
}

class GaveUp extends Error {}

/** Each picture has an instance of its own: one that gave up is left in the middle of its work. */
async function instantiate(module: WebAssembly.Module): Promise<TurboJpeg> {
  const giveUp = () => {
    throw new GaveUp();
  };
  const names = ["proc_exit", "environ_get", "fd_close", "fd_seek", "fd_write"];
  const system = Object.fromEntries(names.map((name) => [name, giveUp]));
  const { exports } = await WebAssembly.instantiate(module, {
    env: { setjmp: () => 0, longjmp: giveUp },
    ["wasi_snapshot_preview1"]: { ...system, ["environ_sizes_get"]: () => 0 },
  });
  return exports as unknown as TurboJpeg;
}

/** Inks as Adobe stores them, 255 for none, to colours as Pillow does: [H, W, 4] → [H, W, 3] */
function fromInks(samples: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(samples.length / 4 * channels);
  for (let from = 0, to = 0; from < samples.length; from += 4) {
    const light = samples[from + 3] as number;
    for (let c = 0; c < channels; c++) {
      const ink = (255 - (samples[from + c] as number)) * light + 128;
      rgb[to++] = light - (((ink >> 8) + ink) >> 8);
    }
  }
  return rgb;
}

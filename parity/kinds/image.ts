// Image processors: pictures as the hub's configurations prepare them, 8-bit stage and pixel values.
import { createHash } from "node:crypto";
import { dirname } from "node:path/posix";
import { z } from "zod";
import { decodeImage, imageProcessor, readForeignFile, type Value } from "../../data/mod.ts";
import { readJson, unwrap } from "../reference_file.ts";
import { readSafetensors, type SafetensorsFile } from "../../engine/run.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { type Compared, measure, measureSame, type Same } from "../measure.ts";

const digest = "sha256_uint8_chw_after_resize_crop";
const fact = z.object({
  shape: z.array(z.int()).length(3),
  mean: z.array(z.number()),
  [digest]: z.string(),
});

/** What expected.json holds: `<picture>.<configuration>` → facts. */
const factsSchema = z.object({ cases: z.record(z.string(), fact) });
const configsSchema = z.record(z.string(), z.looseObject({}));

/** Pictures beside expected.json, each under every configuration. */
export const image: Kind = { check };

interface Found {
  readonly pixels: Compared[];
  readonly mean: Compared[];
  readonly same: Same[];
}

async function check(context: CaseContext): Promise<Check[]> {
  const { cases } = await readJson(context.file("facts"), factsSchema);
  const configs = await readJson(context.file("configs"), configsSchema);
  const tensors = await readSafetensors(context.file("tensors"));
  const folder = dirname(String(context.golden.facts));
  const found: Found = { pixels: [], mean: [], same: [] };
  for (const [key, expected] of Object.entries(cases)) {
    const config = Object.keys(configs).find((name) => key.endsWith(`.${name}`)) ?? "";
    const picture = context.path(`${folder}/${key.slice(0, -config.length - 1)}`);
    const made = await prepared(picture, JSON.stringify(configs[config] ?? {}));
    compare({ key, expected, tensors }, made, found);
  }
  return [
    measure({ name: "pixels", ...context.tolerance("pixels") }, found.pixels),
    measure({ name: "mean", ...context.tolerance("mean") }, found.mean),
    measureSame({ name: digest, ...context.tolerance(digest) }, found.same),
  ];
}

/** `levels` [3, H, W] uint8, `values` [1, 3, H, W] float32. */
interface Made {
  readonly levels: Value;
  readonly values: Value;
}

async function prepared(picture: string, config: string): Promise<Made> {
  const processor = unwrap(imageProcessor(config));
  const image = unwrap(await decodeImage(unwrap(await readForeignFile(picture))));
  return {
    levels: processor.prepare(image),
    values: unwrap(processor.pixelValues([image])),
  };
}

interface Reference {
  readonly key: string;
  readonly expected: z.infer<typeof fact>;
  readonly tensors: SafetensorsFile;
}

function compare(
  { key, expected, tensors }: Reference,
  { levels, values }: Made,
  found: Found,
): void {
  const sha = createHash("sha256").update(levels.data).digest("hex");
  found.same.push({ place: key, actual: sha, expected: expected[digest] });
  found.same.push({ place: `${key} shape`, actual: levels.shape, expected: expected.shape });
  found.mean.push({ place: key, actual: means(values), expected: expected.mean });
  for (const [suffix, start] of places) {
    if (!tensors.tensors.has(key + suffix)) continue;
    const tensor = tensors.read(key + suffix);
    const [, side = 0] = tensor.shape;
    const actual = square(values, start(values.shape[2] ?? 0, side), side);
    found.pixels.push({ place: key + suffix, actual, expected: tensor.data });
  }
}

/** The squares of a picture that are kept: all of a small one, three places of a large one. */
const places: ReadonlyMap<string, (whole: number, side: number) => number> = new Map([
  ["", () => 0],
  [".corner16", () => 0],
  [".center16", (whole: number, side: number) => Math.floor((whole - side) / 2)],
  [".end16", (whole: number, side: number) => whole - side],
]);

/** [1, 3, H, W] → [3, side, side] from (start, start) */
function square({ data, shape }: Value, start: number, side: number): Float32Array {
  const [, channels = 0, height = 0, width = 0] = shape;
  const rows = Array.from({ length: channels * side }, (_, row) => {
    const channel = Math.floor(row / side);
    const from = (channel * height + start + row % side) * width + start;
    return [...data.subarray(from, from + side)];
  });
  return Float32Array.from(rows.flat());
}

/** [1, 3, H, W] → [3] */
function means({ data, shape }: Value): number[] {
  const [, channels = 0, height = 0, width = 0] = shape;
  const plane = height * width;
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (const value of data.subarray(channel * plane, (channel + 1) * plane)) sum += value;
    return sum / plane;
  });
}

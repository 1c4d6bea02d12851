// Reads the hub's preprocessor_config.json of ViT and DeiT into the steps that a picture goes through.
import { z } from "zod";
import { failure, type Normalization, type Result } from "../dataset.ts";
import { type FilterName, filterNames } from "./resize.ts";
import { channels } from "./image.ts";
import type { Size } from "./resize.ts";

/** A size, or the length of the shorter side, which keeps the picture's proportions. */
export type Target = Size | { readonly shortest: number };

/** What is done to a picture, in this order; what is absent is not done. */
export interface Steps {
  readonly resize?: { readonly target: Target; readonly filter: FilterName };
  readonly crop?: Size;
  readonly normalization: Normalization;
}

const side = z.int().positive();
const size = z.strictObject({ height: side, width: side });
const target = z.union([side, size, z.strictObject({ shortest_edge: side })]);
const flag = z.boolean().nullish();
const name = z.string().nullish();
const perChannel = z.union([
  z.number().transform((value): number[] => Array<number>(channels).fill(value)),
  z.array(z.number()).length(channels),
]);

/** Keys that transformers 4 or 5 writes; a key that none of them knows may change the pixels. */
const schema = z.strictObject({
  image_processor_type: name,
  feature_extractor_type: name,
  processor_class: name,
  do_resize: flag,
  size: target.nullish(),
  resample: z.int().min(0).max(filterNames.length - 1).nullish(),
  do_center_crop: flag,
  crop_size: z.union([side, size]).nullish(),
  do_rescale: flag,
  rescale_factor: z.number().positive().nullish(),
  do_normalize: flag,
  image_mean: perChannel.nullish(),
  image_std: perChannel.refine((std) => std.every((value) => value > 0), "must be above 0")
    .nullish(),
  do_convert_rgb: flag,
  default_to_square: z.literal(true).nullish(),
  data_format: z.literal("channels_first").nullish(),
  do_pad: z.literal(false).nullish(),
  pad_size: z.null().optional(),
  device: name,
  disable_grouping: flag,
  input_data_format: name,
  return_tensors: name,
  _valid_processor_keys: z.array(z.string()).nullish(),
});

type Config = z.infer<typeof schema>;

interface Defaults {
  readonly side: number;
  readonly filter: FilterName;
  /** Side of the middle that is cut out; nothing: the class does not crop. */
  readonly crop?: number;
}

/** By the name without "ImageProcessor", "FeatureExtractor" and what stands behind. */
const processors: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  ["ViT", { side: 224, filter: "bilinear" }],
  ["DeiT", { side: 256, filter: "bicubic", crop: 224 }],
]);

/**
 * The steps of a preprocessor_config.json. Failures: `bad-preprocessor-config` (a value or key out
 * of place), `unknown-image-processor`, `contradictory-preprocessor-config`.
 */
export function readPreprocessorConfig(text: string): Result<Steps> {
  const config = parse(text);
  if (!config.ok) return config;
  const type = config.value.image_processor_type ?? config.value.feature_extractor_type;
  const defaults = processors.get(classNameOf(type ?? ""));
  if (defaults === undefined) {
    const known = [...processors.keys()].map((each) => `${each}ImageProcessor`).join(", ");
    const message = `Cannot run image processor ${type ?? "without a type"}: known are ${known}`;
    return failure("unknown-image-processor", message);
  }
  const clash = contradiction(config.value, defaults);
  if (clash !== undefined) return failure("contradictory-preprocessor-config", clash);
  return { ok: true, value: stepsOf(config.value, defaults) };
}

function classNameOf(type: string): string {
  return type.replace(/(FeatureExtractor|ImageProcessor(Fast|Pil)?)$/, "");
}

function parse(text: string): Result<Config> {
  const bad = (why: string) =>
    failure("bad-preprocessor-config", `Cannot read preprocessor_config.json: ${why}`);
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? { ok: true, value: parsed.data } : bad(z.prettifyError(parsed.error));
  } catch (error) { // JSON.parse's one way to say that the text is no JSON
    return bad(String(error));
  }
}

/** transformers 4 leaves a crop out where its class has none, transformers 5 does it. */
function contradiction(config: Config, defaults: Defaults): string | undefined {
  if (config.do_center_crop === true && defaults.crop === undefined) {
    return `Cannot crop for ${config.image_processor_type}: its class does not, do_center_crop asks`;
  }
  const { image_processor_type: newer, feature_extractor_type: older } = config;
  if (newer && older && classNameOf(newer) !== classNameOf(older)) {
    return `Cannot be both ${newer} and ${older}`;
  }
  return undefined;
}

function stepsOf(config: Config, defaults: Defaults): Steps {
  const whole = defaults.crop ?? defaults.side;
  const crops = config.do_center_crop ?? defaults.crop !== undefined;
  const filter = filterNames[config.resample ?? -1] ?? defaults.filter;
  const resize = { target: targetOf(config.size ?? defaults.side), filter };
  return {
    ...(config.do_resize === false ? {} : { resize }),
    ...(crops ? { crop: sizeOf(config.crop_size ?? whole) } : {}),
    normalization: normalizationOf(config),
  };
}

function targetOf(wish: z.infer<typeof target>): Target {
  if (typeof wish === "number" || "height" in wish) return sizeOf(wish);
  return { shortest: wish.shortest_edge };
}

function sizeOf(wish: number | z.infer<typeof size>): Size {
  return typeof wish === "number" ? { height: wish, width: wish } : wish;
}

function normalizationOf(config: Config): Normalization {
  const all = (value: number) => Array<number>(channels).fill(value);
  const scale = config.do_rescale === false ? 1 : config.rescale_factor ?? 1 / 255;
  if (config.do_normalize === false) return { mean: all(0), std: all(1), scale };
  return { mean: config.image_mean ?? all(0.5), std: config.image_std ?? all(0.5), scale };
}

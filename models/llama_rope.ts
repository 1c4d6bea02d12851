// The keys of a Llama's config that tell of rotary positions: two spellings of the same.
import { z } from "zod";
import type { Contradiction } from "./hub_config.ts";
import type { Rope } from "./rotary_positions.ts";

const kind = z.enum(["default", "linear", "llama3"]).optional();
const positive = z.number().positive().optional();

const section = z.strictObject({
  "rope_type": kind,
  "type": kind, // until transformers 4.42
  "rope_theta": positive,
  "factor": z.number().min(1).optional(),
  "low_freq_factor": positive,
  "high_freq_factor": positive,
  "original_max_position_embeddings": z.int().positive().optional(),
  "partial_rotary_factor": z.literal(1).nullable().optional(), // of each head, all
}).nullable().default(null);

/** transformers 4 has the first two, transformers 5 the last; a file may have all if they agree. */
export const ropeKeys = {
  "rope_theta": positive,
  "rope_scaling": section,
  "rope_parameters": section,
} as const;

type Section = z.infer<typeof section>;
type Written = z.infer<z.ZodObject<typeof ropeKeys>>;
type Kind = Rope["rope_type"];
type Option = Exclude<keyof NonNullable<Section>, "rope_type" | "type" | "rope_theta">;

/** What each way of stretching must be told; no other has a use for it. */
const options: Readonly<Record<Kind, readonly Option[]>> = {
  default: [],
  linear: ["factor"],
  llama3: [
    "factor",
    "low_freq_factor",
    "high_freq_factor",
    "original_max_position_embeddings",
  ],
};

const places = ["rope_parameters", "rope_scaling"] as const;
const defaultTheta = 10_000;

function kindOf(section: Section): Kind {
  return section?.rope_type ?? section?.type ?? "default";
}

/** The hub's keys in one spelling; for configs without a contradiction. */
export function ropeOf(config: Written): Rope {
  const told = config.rope_parameters ?? config.rope_scaling;
  const rope = kindOf(told);
  const values = options[rope].map((option) => [option, told?.[option]]);
  const theta = places.map((place) => config[place]?.rope_theta).find((each) => each !== undefined);
  return {
    "rope_type": rope,
    "rope_theta": theta ?? config.rope_theta ?? defaultTheta,
    ...Object.fromEntries(values),
  };
}

/** What is wrong within a section, or between the spellings. */
export function ropeContradiction(config: Written): Contradiction {
  for (const place of places) {
    const found = sectionContradiction(place, config[place]);
    if (found !== undefined) return found;
  }
  return spellingContradiction(config);
}

function sectionContradiction(place: string, section: Section): Contradiction {
  if (section === null) return undefined;
  const rope = kindOf(section);
  if ((section.type ?? rope) !== rope) {
    return { key: `${place}.type`, rule: "agree with rope_type" };
  }
  const asked = options[rope];
  const lacking = asked.find((option) => section[option] === undefined);
  if (lacking !== undefined) return { key: `${place}.${lacking}`, rule: `be given for ${rope}` };
  const idle = options.llama3.find((option) =>
    section[option] !== undefined && !asked.includes(option)
  );
  if (idle !== undefined) return { key: `${place}.${idle}`, rule: `be absent for ${rope}` };
  const { low_freq_factor: low = 0, high_freq_factor: high = 1 } = section;
  if (low < high) return undefined;
  return { key: `${place}.low_freq_factor`, rule: "be less than high_freq_factor" };
}

function spellingContradiction(config: Written): Contradiction {
  const { rope_scaling: old, rope_parameters: now } = config;
  const thetas = [config.rope_theta, old?.rope_theta, now?.rope_theta];
  if (new Set(thetas.filter((theta) => theta !== undefined)).size > 1) {
    return { key: "rope_theta", rule: "be the same wherever it is given" };
  }
  if (old === null || now === null) return undefined;
  const agree = JSON.stringify(ropeOf({ ...config, "rope_parameters": null })) ===
    JSON.stringify(ropeOf(config));
  return agree ? undefined : { key: "rope_scaling", rule: "agree with rope_parameters" };
}

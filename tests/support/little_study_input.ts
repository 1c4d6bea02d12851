// A small valid study as a user writes it: what the tests of the studies change in one place.
import { type Study, type StudyInput, studySchema } from "../../studies/study.ts";

/** One ViT, pre-trained, and its random twin; two grids. */
export const little = {
  name: "little",
  title: "A little study",
  data: {
    digits: { dataset: "digits", parameters: { train: 20, validation: 5, test: 5 } },
    others: { dataset: "digits_pretraining", parameters: { train: 20, validation: 5, test: 5 } },
  },
  models: {
    tiny: {
      architecture: "vit",
      config: { "image_size": 28, "patch_size": 7, "num_channels": 1 },
      pretraining: { data: "others", recipe: "long", seed: 3 },
    },
    raw: { architecture: "vit", config: {} },
  },
  recipes: {
    short: {
      epochs: 5,
      batch: 4,
      rate: 0.1,
      chainEvery: 2,
      methods: { fft: { rate: 0.01, epochs: 2 } },
    },
    long: { epochs: 9, batch: 8, rate: 0.2, methods: { fft: { weightDecay: 0.5 } } },
  },
  grids: [
    {
      models: ["tiny", "raw"],
      data: "digits",
      methods: ["fft", "cla"],
      seeds: [1, 2],
      recipe: "short",
    },
    { models: ["tiny"], data: "digits", methods: ["head", "cla"], seeds: [2], recipe: "short" },
  ],
  exhibits: {
    pretraining: [{ pretrained: "tiny", random: "raw" }],
    landscapes: [
      { model: "tiny", data: "digits", methods: ["cla"], seed: 2, directions: "pca" },
    ],
  },
} as const;

/** The study with some parts replaced. */
export function littleStudy(changes: Partial<StudyInput> = {}): Study {
  return studySchema.parse({ ...little, ...changes });
}

/** Its JSON with the value at a path (`grids.0.recipe`) replaced. */
export function changed(path: string, value: unknown): unknown {
  const study = JSON.parse(JSON.stringify(little));
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const place = keys.reduce((at, key) => at[key] ??= {}, study);
  place[last] = value;
  return study;
}

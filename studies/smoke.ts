// The smoke study: one small ViT on digits, three methods, one seed, every stage, in seconds.
//
// Its numbers mean nothing; the tests of the machinery run it.
import type { StudyInput } from "./study.ts";

export const smoke = {
  name: "smoke",
  title: "Smoke: every stage once, in seconds",
  claim: "A run of the machinery. Its numbers are too small to mean anything.",
  data: {
    "digits-pretraining": {
      dataset: "digits_pretraining",
      parameters: { train: 32, validation: 8, test: 8 },
    },
    digits: { dataset: "digits", parameters: { train: 32, validation: 8, test: 8 } },
  },
  models: {
    "vit-smoke": {
      architecture: "vit",
      config: {
        image_size: 28,
        patch_size: 7,
        num_channels: 1,
        hidden_size: 16,
        num_hidden_layers: 1,
        num_attention_heads: 2,
        intermediate_size: 32,
        hidden_dropout_prob: 0.1,
      },
      pretraining: { data: "digits-pretraining", recipe: "pretrain" },
    },
  },
  recipes: {
    pretrain: { epochs: 2, batch: 16, rate: 2e-3, schedule: "cosine" },
    adapt: {
      epochs: 4,
      batch: 16,
      rate: 2e-3,
      rank: 2,
      chainEvery: 2,
      methods: { fft: { rate: 1e-3 } },
    },
  },
  grids: [
    {
      models: ["vit-smoke"],
      data: "digits",
      methods: ["fft", "lora", "c3la"],
      seeds: [12],
      recipe: "adapt",
    },
  ],
  exhibits: {
    landscapes: [{
      model: "vit-smoke",
      data: "digits",
      methods: ["lora"],
      seed: 12,
      directions: "pca",
      points: 5,
      batches: 1,
    }],
  },
} satisfies StudyInput;

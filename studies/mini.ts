// The mini study: a faithful miniature of the paper on real data that needs no hub.
//
// Three base models are pre-trained here and adapted by all eleven methods over three seeds; head-only
// training and models that were never pre-trained are the controls. Some 15 minutes on 2 cores.
// deno-lint-ignore-file camelcase -- keys of the hub's configurations
import type { StudyInput } from "./study.ts";

const seeds = [12, 22, 32];
const methods = [
  "fft",
  "lora",
  "cola",
  "asym",
  "rac",
  "loraplus",
  "paca",
  "cla",
  "c3la",
  "rcla",
  "rc3la",
] as const;
const controls = ["fft", "lora", "head"] as const;

const vit = {
  image_size: 28,
  patch_size: 7,
  num_channels: 1,
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 128,
};

const roberta = {
  vocab_size: 2048,
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 256,
  max_position_embeddings: 26,
  type_vocab_size: 1,
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  pad_token_id: 1,
};

const gpt2 = {
  vocab_size: 2048,
  n_positions: 32,
  n_embd: 64,
  n_layer: 2,
  n_head: 4,
  embd_pdrop: 0,
  attn_pdrop: 0,
  resid_pdrop: 0,
};

export const mini = {
  name: "mini",
  title: "Beyond LoRA, in miniature",
  claim:
    "Eleven ways to adapt three small pre-trained transformers to new tasks, on real data, with every number traceable.",
  data: {
    "digits-pretraining": {
      dataset: "digits_pretraining",
      parameters: { train: 700, validation: 50, test: 100 },
    },
    digits: { dataset: "digits", parameters: { train: 200, validation: 50, test: 250 } },
    glosses: {
      dataset: "wordnet_text",
      parameters: {
        vocabulary: 2048,
        length: 24,
        share: 0.4,
        lines: 65_536,
        validation: 512,
        test: 512,
      },
    },
    supersenses: {
      dataset: "wordnet_supersenses",
      parameters: { length: 24, train: 300, validation: 50, test: 150 },
      tokenizer: "glosses",
    },
    sentences: {
      dataset: "wordnet_sentences",
      parameters: { length: 32, lines: 65_536, validation: 256, test: 256 },
      tokenizer: "glosses",
    },
    records: {
      dataset: "wordnet_records",
      parameters: { length: 32, train: 1600, validation: 160, test: 480 },
      tokenizer: "glosses",
    },
  },
  models: {
    "vit-mini": {
      architecture: "vit",
      config: vit,
      pretraining: { data: "digits-pretraining", recipe: "vit-pretraining" },
    },
    "vit-mini-random": { architecture: "vit", config: vit },
    "roberta-mini": {
      architecture: "roberta",
      config: roberta,
      pretraining: { data: "glosses", recipe: "roberta-pretraining" },
    },
    "roberta-mini-random": { architecture: "roberta", config: roberta },
    "gpt2-mini": {
      architecture: "gpt2",
      config: gpt2,
      pretraining: { data: "sentences", recipe: "gpt2-pretraining" },
    },
    "gpt2-mini-random": { architecture: "gpt2", config: gpt2 },
  },
  recipes: {
    "vit-pretraining": { epochs: 8, batch: 32, rate: 2e-3, schedule: "cosine", warmupRatio: 0.05 },
    "roberta-pretraining": {
      epochs: 1,
      batch: 32,
      rate: 3e-3,
      schedule: "linear",
      warmupRatio: 0.05,
      weightDecay: 0.01,
      select: "loss",
    },
    "gpt2-pretraining": {
      epochs: 1,
      batch: 32,
      rate: 3e-3,
      schedule: "linear",
      warmupRatio: 0.05,
      weightDecay: 0.01,
      select: "loss",
    },
    vision: {
      epochs: 8,
      batch: 32,
      rate: 1e-2,
      schedule: "cosine",
      warmupRatio: 0.05,
      chainEvery: 2,
      methods: { fft: { rate: 1e-3, epochs: 5, weightDecay: 0.05 }, loraplus: { rate: 2e-3 } },
    },
    text: {
      epochs: 4,
      batch: 32,
      rate: 1e-2,
      schedule: "linear",
      warmupRatio: 0.1,
      chainEvery: 1,
      methods: { fft: { rate: 2e-3, weightDecay: 0.01 }, loraplus: { rate: 2e-3 } },
    },
    writing: {
      epochs: 3,
      batch: 32,
      rate: 1e-2,
      schedule: "linear",
      warmupRatio: 0.1,
      chainEvery: 1,
      // With queries and values alone every method lies behind the readout, which is the embedding too.
      targets: ["all"],
      methods: {
        fft: { rate: 1e-3, weightDecay: 0.01 },
        head: { rate: 1e-3 },
      },
    },
  },
  grids: [
    {
      models: ["vit-mini"],
      data: "digits",
      methods: [...methods, "head"],
      seeds,
      recipe: "vision",
    },
    {
      models: ["vit-mini-random"],
      data: "digits",
      methods: [...controls],
      seeds,
      recipe: "vision",
    },
    {
      models: ["roberta-mini"],
      data: "supersenses",
      methods: [...methods, "head"],
      seeds,
      recipe: "text",
    },
    {
      models: ["roberta-mini-random"],
      data: "supersenses",
      methods: [...controls],
      seeds,
      recipe: "text",
    },
    {
      models: ["gpt2-mini"],
      data: "records",
      methods: [...methods, "head"],
      seeds,
      recipe: "writing",
    },
    {
      models: ["gpt2-mini-random"],
      data: "records",
      methods: [...controls],
      seeds,
      recipe: "writing",
    },
  ],
  exhibits: {
    pretraining: [
      { pretrained: "vit-mini", random: "vit-mini-random" },
      { pretrained: "roberta-mini", random: "roberta-mini-random" },
      { pretrained: "gpt2-mini", random: "gpt2-mini-random" },
    ],
    landscapes: [
      {
        model: "vit-mini",
        data: "digits",
        methods: ["fft", "lora", "rac", "cla", "c3la"],
        seed: 12,
        directions: "pca",
      },
      {
        model: "roberta-mini",
        data: "supersenses",
        methods: ["fft", "lora", "cola", "asym", "rc3la"],
        seed: 12,
        directions: "random",
      },
      {
        model: "gpt2-mini",
        data: "records",
        methods: ["fft", "lora", "cla"],
        seed: 12,
        directions: "pca",
        points: 9,
        batches: 3,
      },
    ],
  },
} satisfies StudyInput;

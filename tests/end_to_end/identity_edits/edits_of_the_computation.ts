// Edits of what is computed: exactly the cells that they concern, and what is behind those.
import type { RepositoryEdit } from "../../support/repository_edit.ts";

const measured = ["evaluate", "analyze_spectrum", "compute_bounds", "sample_landscape", "report"];
const ofCells = measured.map((stage) => stage === "analyze_spectrum" ? `${stage} cells` : stage);
const all = ["inject_adapter", "train", ...measured];
const onlyCells = ["inject_adapter cells", "train cells", ...ofCells];
const ofMethod = (method: string) =>
  ["train", "evaluate", "analyze_spectrum", "compute_bounds"].map((stage) => `${stage} ${method}`);

/** Edits by which numbers change. */
export const editsOfTheComputation: readonly RepositoryEdit[] = [
  {
    claim: "an epsilon in models/vit_config.ts runs everything but the data",
    replacements: [["models/vit_config.ts", "default(1e-12)", "default(1e-6)"]],
    runs: ["initialize_model", ...all],
  },
  {
    claim: "an addition of models/vit.ts turned round is another graph with the same numbers",
    replacements: [[
      "models/vit.ts",
      "tf.add(tf.pad(patches, [[0, 0], [1, 0], [0, 0]]), places)",
      "tf.add(places, tf.pad(patches, [[0, 0], [1, 0], [0, 0]]))",
    ]],
    runs: ["initialize_model", "inject_adapter", "train", "evaluate", "sample_landscape"],
  },
  {
    claim: "the design of LoRA in adapters/methods.ts injects and trains LoRA alone",
    replacements: [[
      "adapters/methods.ts",
      'a: "drawn", trains: "both" }',
      'a: "drawn", trains: "B" }',
    ]],
    runs: ["inject_adapter lora", ...ofMethod("lora"), "sample_landscape", "report"],
  },
  {
    claim: "AdamW's epsilon trains everything",
    replacements: [["engine/adamw.ts", "epsilon: 1e-8", "epsilon: 1e-7"]],
    runs: all,
  },
  {
    claim: "a recipe's rate trains the methods that have no rate of their own",
    replacements: [["studies/smoke.ts", "rate: 2e-3,\n      rank", "rate: 3e-3,\n      rank"]],
    runs: [...ofMethod("lora"), ...ofMethod("c3la"), "sample_landscape", "report"],
  },
  {
    claim: "a method's own rate trains this method",
    replacements: [["studies/smoke.ts", "fft: { rate: 1e-3 }", "fft: { rate: 2e-3 }"]],
    runs: [...ofMethod("fft"), "report"],
  },
  {
    claim: "a recipe's weight decay injects and trains the cells of the recipe",
    replacements: [[
      "studies/smoke.ts",
      "chainEvery: 2,",
      "chainEvery: 2,\n      weightDecay: 0.1,",
    ]],
    runs: onlyCells,
  },
  {
    claim: "the size of a batch injects and trains the cells of the recipe",
    replacements: [[
      "studies/smoke.ts",
      "epochs: 4,\n      batch: 16",
      "epochs: 4,\n      batch: 8",
    ]],
    runs: onlyCells,
  },
  {
    claim: "the length of a link injects and trains the chained method alone",
    replacements: [["studies/smoke.ts", "chainEvery: 2", "chainEvery: 1"]],
    runs: ["inject_adapter c3la", ...ofMethod("c3la"), "report"],
  },
  {
    claim: "another seed is other cells on the same model",
    replacements: [
      ["studies/smoke.ts", "seeds: [12]", "seeds: [13]"],
      ["studies/smoke.ts", "seed: 12,", "seed: 13,"],
    ],
    runs: onlyCells,
  },
  {
    claim: "the size of a data set prepares it alone, and trains what is trained on it",
    replacements: [[
      "studies/smoke.ts",
      'dataset: "digits", parameters: { train: 32',
      'dataset: "digits", parameters: { train: 48',
    ]],
    runs: ["prepare_data:digits", ...onlyCells],
  },
  {
    claim: "a recipe's rank injects and trains the methods that have one",
    replacements: [["studies/smoke.ts", "rank: 2", "rank: 3"]],
    runs: [
      "inject_adapter lora",
      "inject_adapter c3la",
      ...ofMethod("lora"),
      ...ofMethod("c3la"),
      "sample_landscape",
      "report",
    ],
  },
  {
    claim: "other examples for the test part evaluate again, and train nothing",
    replacements: [["data/split.ts", "test: ordered.slice(0, test)", "test: ordered.slice(-test)"]],
    runs: ["prepare_data", "evaluate", "compute_bounds", "report"],
  },
  {
    claim: "other examples for the training part train everything",
    replacements: [["data/split.ts", "ordered.slice(held, wanted)", "ordered.slice(-train)"]],
    runs: ["prepare_data", "inject_adapter cells", "train", ...measured],
  },
  {
    claim: "the normalization of images trains everything",
    replacements: [["data/digits.ts", "std: [0.5]", "std: [0.25]"]],
    runs: ["prepare_data", ...all],
  },
];

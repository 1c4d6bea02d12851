// Edits of code, or of packages, after which the same bytes come out: its users run, and nothing behind them.
//
// A bundle keeps its names and the order of its statements, so a new local name is new code to those who use
// it. What stops the edit is the content of what they write: behind equal bytes everything is fresh.
import type { RepositoryEdit } from "../../support/repository_edit.ts";

const tracing = ["initialize_model", "inject_adapter"];
const sessions = ["train", "evaluate", "analyze_spectrum", "sample_landscape"];

/** Edits by which no number changes. */
export const editsWithEarlyCutoff: readonly RepositoryEdit[] = [
  {
    claim: "a local name in stages/train.ts trains again, and nothing behind the trainings runs",
    replacements: [[
      "stages/train.ts",
      "(best, line) => value(line) > value(best) ? line : best",
      "(top, line) => value(line) > value(top) ? line : top",
    ]],
    runs: ["train"],
  },
  {
    claim: "a local name in models/vit.ts traces again, and trains nothing",
    replacements: [[
      "models/vit.ts",
      "(config: VitConfig) => config.image_size / config.patch_size",
      "(vit: VitConfig) => vit.image_size / vit.patch_size",
    ]],
    runs: tracing,
  },
  {
    claim: "two independent statements of models/vit.ts in another order train nothing",
    replacements: [
      ["models/vit.ts", "  const [p, g] = [config.patch_size, grid(config)];\n", ""],
      [
        "models/vit.ts",
        "  const [images, channels] = pixels.shape",
        "  const [p, g] = [config.patch_size, grid(config)];\n  const [images, channels] = pixels.shape",
      ],
    ],
    runs: tracing,
  },
  {
    claim: "engine/lower with the same graphs as before trains nothing",
    replacements: [[
      "engine/lower/movement.ts",
      "(padding: readonly [number, number] = [0, 0]): number {\n  return padding[0] + padding[1];",
      "(pair: readonly [number, number] = [0, 0]): number {\n  return pair[0] + pair[1];",
    ]],
    runs: ["inject_adapter"],
  },
  {
    claim: "AdamW written in another way, with the same graph, trains nothing",
    replacements: [
      ["engine/adamw.ts", "const spread =", "const width ="],
      ["engine/adamw.ts", "nextFirst, spread)", "nextFirst, width)"],
    ],
    runs: ["inject_adapter"],
  },
  {
    claim: "an option of sessions runs exactly the stages that run graphs",
    replacements: [[
      "engine/sessions/onnx.ts",
      "enableMemPattern: false",
      "enableMemPattern: true",
    ]],
    runs: sessions,
  },
  {
    claim: "engine/schedule.ts is the trainings' alone",
    replacements: [["engine/schedule.ts", "Math.max(1, warmup)", "Math.max(warmup, 1)"]],
    runs: ["train"],
  },
  {
    claim: "analysis/measures/svd.ts is the spectra's alone",
    replacements: [["analysis/measures/svd.ts", "value + 0)", "0 + value)"]],
    runs: ["analyze_spectrum"],
  },
  {
    claim: "a split of texts is prepared again with all data, and images come out as before",
    replacements: [["data/held_out.ts", "test: 0.2,", "test: 0.3,"]],
    runs: ["prepare_data"],
  },
  {
    claim: "the integrity of onnxruntime-node runs the stages that run graphs",
    replacements: [["deno.lock", "sha512-twhs1C2C", "sha512-AAAA1C2C"]],
    runs: sessions,
  },
  {
    claim: "the integrity of zod runs the stages that read configurations and data parameters",
    replacements: [["deno.lock", "sha512-g8W2D2kU6a8", "sha512-AAAAD2kU6a8"]],
    runs: [...tracing, "prepare_data"],
  },
  {
    claim: "the integrity of ml-matrix runs the stages that decompose matrices",
    replacements: [["deno.lock", "sha512-DUVxsB+hsXhha9", "sha512-AAAAsB+hsXhha9"]],
    runs: ["analyze_spectrum", "sample_landscape"],
  },
  {
    claim: "the integrity of mnist prepares the data again",
    replacements: [["deno.lock", "sha512-x+SfS5tSJnOEjad6", "sha512-AAAAS5tSJnOEjad6"]],
    runs: ["prepare_data"],
  },
  {
    claim: "the integrity of a package within TensorFlow.js (seedrandom) trains nothing",
    replacements: [["deno.lock", "sha512-8OwmbklUNzwe", "sha512-AAAAbklUNzwe"]],
    runs: tracing,
  },
];

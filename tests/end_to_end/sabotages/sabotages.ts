// Changes of the source that a reader may not see, each with the place at which `parity` must name it.
import type { Replacement } from "../../support/repository_edit.ts";

export interface Sabotage {
  /** A sentence: the test's name. */
  readonly claim: string;
  readonly replacement: Replacement;
  /** What `--filter` is told: the cases that are concerned, and as few others as may be. */
  readonly filter: string;
  /** The check of a case that fails, and the place that it names first. */
  readonly caught: { readonly id: string; readonly check: string; readonly place: RegExp };
}

export const sabotages: readonly Sabotage[] = [
  {
    claim: "the epsilon of GPT-2's last norm",
    replacement: [
      "models/gpt2.ts",
      "name: `${prefix}ln_f`, epsilon: config.layer_norm_epsilon",
      "name: `${prefix}ln_f`, epsilon: 1e-6",
    ],
    filter: "^models/gpt2-lm/",
    caught: { id: "models/gpt2-lm/io", check: "epsilons", place: /^transformer\.ln_f\.weight$/ },
  },
  {
    claim: "the epsilon of RoBERTa's layers, as small as it is in ViT",
    replacement: [
      "models/encoder.ts",
      "name: `${name}.LayerNorm`, epsilon: config.layer_norm_eps",
      "name: `${name}.LayerNorm`, epsilon: 1e-12",
    ],
    filter: "^models/roberta-cls/",
    caught: {
      id: "models/roberta-cls/io",
      check: "epsilons",
      place: /^roberta\.encoder\.layer\.0\..*LayerNorm\.weight$/,
    },
  },
  {
    claim: "the transpose that puts attention's heads side by side",
    replacement: [
      "models/attention.ts",
      "tf.transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]",
      "tf.transpose(x, [0, 2, 3, 1]), [batch, length, heads * size]",
    ],
    filter: "^models/roberta-cls/",
    caught: { id: "models/roberta-cls/io", check: "hidden_states", place: /^hidden_states\.1$/ },
  },
  {
    claim: "GPT-2's activation, exact in place of its approximation",
    replacement: ["models/activations.ts", '"gelu_new": geluNew', '"gelu_new": gelu'],
    filter: "^models/gpt2-lm/",
    caught: { id: "models/gpt2-lm/io", check: "hidden_states", place: /^hidden_states\.1$/ },
  },
  {
    claim: "the edge of DeBERTa's logarithmic buckets",
    replacement: [
      "models/deberta_v2_positions.ts",
      "Math.ceil(fround(share * (middle - 1)))",
      "Math.floor(fround(share * (middle - 1)))",
    ],
    filter: "^models/deberta-v3-cls/",
    caught: { id: "models/deberta-v3-cls/io", check: "hidden_states", place: /^hidden_states\.1$/ },
  },
  {
    claim: "AdamW's epsilon",
    replacement: ["engine/adamw.ts", "epsilon: 1e-8", "epsilon: 1e-7"],
    filter: "^optim/adamw$",
    caught: { id: "optim/adamw", check: "tensors", place: /^adamw\.f32\.p\d\.step1$/ },
  },
  {
    claim: "AdamW's second beta, in a training",
    replacement: ["engine/adamw.ts", "beta2: 0.999", "beta2: 0.99"],
    filter: "^trajectories/roberta-cls-asym$",
    caught: { id: "trajectories/roberta-cls-asym", check: "losses", place: /^step [23]$/ },
  },
  {
    claim: "the second moment, decayed by the first one's beta",
    replacement: ["engine/adamw.ts", "tf.mul(second, beta2)", "tf.mul(second, beta1)"],
    filter: "^optim/adamw$",
    caught: { id: "optim/adamw", check: "tensors", place: /^adamw\.f32\.p\d\.step2$/ },
  },
  {
    claim: "the pairs that rotary positions turn, by half a pair",
    replacement: ["models/rotary_positions.ts", "(2 * pair) / size", "(2 * pair + 1) / size"],
    filter: "^models/llama3-rope-lm/",
    caught: { id: "models/llama3-rope-lm/io", check: "hidden_states", place: /^hidden_states\.1$/ },
  },
  {
    claim: "the scale of an adapter",
    replacement: ["adapters/attach.ts", "scale: setting.alpha / setting.rank", "scale: 1"],
    filter: "^trajectories/vit-cls-lora$",
    caught: { id: "trajectories/vit-cls-lora", check: "losses", place: /^step [23]$/ },
  },
  {
    claim: "the last bit of a resized pixel",
    replacement: ["data/images/resize.ts", "const half = 1 << (precision - 1)", "const half = 0"],
    filter: "^images$",
    caught: {
      id: "images",
      check: "sha256_uint8_chw_after_resize_crop",
      place: /^rgb\.png\.vit_224$/,
    },
  },
  {
    claim: "the side at which a long text loses tokens",
    replacement: ["data/tokenizers/cut.ts", 'return side === "left" ?', 'return side !== "left" ?'],
    filter: "^tokenizers/gpt2$",
    caught: { id: "tokenizers/gpt2", check: "ids", place: /(pair|truncated) \d+$/ },
  },
  {
    claim: "the weight that carries a shorter name in a checkpoint",
    replacement: ["models/gpt2.ts", 'each.replace(prefix, "")', "each"],
    filter: "^layouts/gpt2-hub-keys$",
    caught: { id: "layouts/gpt2-hub-keys", check: "", place: /lacks transformer\.wte\.weight$/ },
  },
];

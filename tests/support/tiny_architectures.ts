// What the suites must be told of each architecture: a tiny config and what to expect of it.
import type { ArchitectureName, Task } from "../../models/mod.ts";

/** One architecture at two layers of width 16. */
export interface TinyArchitecture {
  /** Hub keys of a model that a step of runs in milliseconds. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly task: Task;
  /** The hub's key for the number of layers, how many tensors a layer has, and how many targets. */
  readonly layers: { readonly key: string; readonly tensors: number; readonly targets: number };
  /** Hub keys of dropout rates that are all different where they mean different sites. */
  readonly rates: Readonly<Record<string, number>>;
  /** The rates of the sites of the hub's code, in order. */
  readonly sites: readonly number[];
  /** Weights without a gradient, by mathematics. */
  readonly withoutGradient?: RegExp;
}

const sizes = {
  "hidden_size": 16,
  "num_hidden_layers": 2,
  "num_attention_heads": 2,
  "intermediate_size": 24,
};
const encoderRates = { "hidden_dropout_prob": 0.2, "attention_probs_dropout_prob": 0.3 };
/** Probabilities, attention output, layer output. */
const encoderLayer = [0.3, 0.2, 0.2];
const encoder = { key: "num_hidden_layers", tensors: 16, targets: 6 };
/** Softmax does not see what is added to all scores of a query. */
const keyBiases = /key\.bias$/;

/** By the hub's `model_type`. */
export const tinyArchitectures: Readonly<Record<ArchitectureName, TinyArchitecture>> = {
  vit: {
    config: { ...sizes, "image_size": 8, "patch_size": 4, "num_channels": 1 },
    task: { kind: "image_classification", labels: 3 },
    layers: encoder,
    rates: encoderRates,
    sites: [0.2, ...encoderLayer, ...encoderLayer],
    withoutGradient: keyBiases,
  },
  roberta: {
    config: { ...sizes, "vocab_size": 23, "max_position_embeddings": 16, "type_vocab_size": 1 },
    task: { kind: "sequence_classification", labels: 3 },
    layers: encoder,
    rates: encoderRates,
    sites: [0.2, ...encoderLayer, ...encoderLayer, 0.2, 0.2], // and twice in the classifier
    withoutGradient: keyBiases,
  },
  bert: {
    config: { ...sizes, "vocab_size": 23, "max_position_embeddings": 16, "pad_token_id": 1 },
    task: { kind: "sequence_classification", labels: 3 },
    layers: encoder,
    rates: encoderRates,
    sites: [0.2, ...encoderLayer, ...encoderLayer, 0.2],
    withoutGradient: keyBiases,
  },
  "deberta-v2": {
    config: {
      ...sizes,
      "vocab_size": 23,
      "max_position_embeddings": 8,
      "pad_token_id": 1,
      "relative_attention": true,
      "position_buckets": 4,
      "pos_att_type": "p2c|c2p",
      "share_att_key": true,
      "norm_rel_ebd": "layer_norm",
      "type_vocab_size": 2,
      "conv_kernel_size": 3,
    },
    task: { kind: "sequence_classification", labels: 3 },
    layers: encoder,
    rates: { ...encoderRates, "pooler_dropout": 0.15, "cls_dropout": 0.25 },
    // The table of positions in each layer, and the convolution after the first.
    sites: [0.2, 0.2, ...encoderLayer, 0.2, 0.2, ...encoderLayer, 0.15, 0.25],
  },
  llama: {
    config: { ...sizes, "num_key_value_heads": 1, "vocab_size": 23, "pad_token_id": 1 },
    task: { kind: "sequence_classification", labels: 3 },
    layers: { key: "num_hidden_layers", tensors: 9, targets: 7 },
    rates: { "attention_dropout": 0.3 },
    sites: [0.3, 0.3],
  },
  gpt2: {
    config: { "n_embd": 16, "n_layer": 2, "n_head": 2, "vocab_size": 23, "n_positions": 7 },
    task: { kind: "causal_lm" },
    layers: { key: "n_layer", tensors: 12, targets: 7 },
    rates: { "embd_pdrop": 0.1, "attn_pdrop": 0.3, "resid_pdrop": 0.2 },
    sites: [0.1, 0.3, 0.2, 0.2, 0.3, 0.2, 0.2],
  },
};

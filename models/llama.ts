// Llama: a pre-norm transformer decoder with rotary positions and query heads that share keys and values.
//
// Paper: Touvron et al., LLaMA, arXiv 2302.13971; Grattafiori et al., The Llama 3 Herd of Models, arXiv
// 2407.21783. Cards: TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T, meta-llama/Meta-Llama-3-8B,
// deepseek-ai/deepseek-coder-1.3b-base. Keys, names and numbers are those of the hub's `LlamaForCausalLM`
// and `LlamaForSequenceClassification`.
import { embedding, rotate, silu, tf } from "../engine/mod.ts";
import type { Angles, Tensor } from "../engine/mod.ts";
import { attend, causalBias, joinHeads, splitHeads } from "./attention.ts";
import { decoderBatch, headLogits, headOf, headWeights, orWords, tiedOf } from "./decoder_heads.ts";
import type { Decoder } from "./decoder_heads.ts";
import { hiddenStatesOf, rootNorm, within } from "./layers.ts";
import { llamaConfigs, llamaPresets } from "./llama_config.ts";
import type { LlamaConfig } from "./llama_config.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, Forward, Outputs, Target, Task, Weight } from "./model.ts";
import { linearTarget, linearWeights, perLayer } from "./named_weights.ts";
import { rotaryAngles } from "./rotary_positions.ts";

const prefix = "model.";
const layerName = (layer: number) => `${prefix}layers.${layer}`;
const words = `${prefix}embed_tokens.weight`;

const decoder = (config: LlamaConfig): Decoder => ({
  name: "llama",
  words,
  vocabulary: config.vocab_size,
  width: config.hidden_size,
  tied: config.tie_word_embeddings,
  longest: config.max_position_embeddings,
  padding: config.pad_token_id,
});

/** The hub's table of words has torch's `padding_idx`, where the config has one. */
const paddingOf = ({ pad_token_id: padding }: LlamaConfig) => padding ?? undefined;

function weights(config: LlamaConfig, task: Task): Weight[] {
  const { hidden_size: width, vocab_size: vocabulary } = config;
  const zeroRow = paddingOf(config);
  return [
    {
      name: words,
      shape: [vocabulary, width],
      init: "normal",
      ...(zeroRow === undefined ? {} : { zeroRow }),
    },
    ...perLayer(config.num_hidden_layers, (layer) => layerWeights(config, layerName(layer))),
    { name: `${prefix}norm.weight`, shape: [width], init: "ones" },
    ...headWeights(decoder(config), task),
  ];
}

/** What a layer's linear maps are called, what they are for, and their sizes [in, out]. */
function maps(config: LlamaConfig) {
  const { hidden_size: width, intermediate_size: inner } = config;
  const queries = config.num_attention_heads * config.head_dim;
  const keys = config.num_key_value_heads * config.head_dim;
  return [
    ["self_attn.q_proj", "q", [width, queries]],
    ["self_attn.k_proj", "k", [width, keys]],
    ["self_attn.v_proj", "v", [width, keys]],
    ["self_attn.o_proj", "o", [queries, width]],
    ["mlp.gate_proj", "ffn", [width, inner]],
    ["mlp.up_proj", "ffn", [width, inner]],
    ["mlp.down_proj", "ffn", [inner, width]],
  ] as const;
}

function layerWeights(config: LlamaConfig, name: string): Weight[] {
  const norms = ["input_layernorm", "post_attention_layernorm"].map((norm): Weight => (
    { name: `${name}.${norm}.weight`, shape: [config.hidden_size], init: "ones" }
  ));
  const linears = maps(config).flatMap(([module, letter, [width, out]]) => {
    const bias = letter === "ffn" ? config.mlp_bias : config.attention_bias;
    return linearWeights(`${name}.${module}`, { in: width, out, init: "normal", bias });
  });
  return [...linears, ...norms];
}

function targets(config: LlamaConfig): Target[] {
  return perLayer(
    config.num_hidden_layers,
    (layer) =>
      maps(config).map(([module, letter, shape]) =>
        linearTarget(`${layerName(layer)}.${module}`, letter, shape)
      ),
  );
}

function forward(config: LlamaConfig, task: Task, f: Forward, batch: Batch): Outputs {
  const ids = part(batch, "input_ids");
  const scoreBias = causalBias(part(batch, "attention_mask"));
  const angles = rotaryAngles(config.rope_parameters, config.head_dim, ids.shape[1] as number);
  const paddingRow = paddingOf(config);
  const [states, encoded] = hiddenStatesOf(
    embedding(f.weight(words), ids, paddingRow === undefined ? {} : { paddingRow }),
    config.num_hidden_layers,
    (x, layer) => encode({ ...config, scoreBias, angles }, within(f, layerName(layer)), x),
  );
  const final = { name: `${prefix}norm`, epsilon: config.rms_norm_eps };
  const lastHiddenState = rootNorm(f, final, encoded);
  const logits = headLogits(decoder(config), f, { x: lastHiddenState, batch, task });
  return { logits, hiddenStates: [...states.slice(0, -1), lastHiddenState], lastHiddenState };
}

interface Layer extends LlamaConfig {
  readonly scoreBias: Tensor;
  readonly angles: Angles;
}

/** One pre-norm layer, names seen from inside it: [B, S, width] → [B, S, width]. */
function encode(config: Layer, f: Forward, x: Tensor): Tensor {
  const normed = (name: string, y: Tensor) =>
    rootNorm(f, { name, epsilon: config.rms_norm_eps }, y);
  const map = (module: string, y: Tensor) =>
    f.linear(`mlp.${module}`, y, { bias: config.mlp_bias });
  const attention = within(f, "self_attn");
  const middle = tf.add(attended(config, attention, normed("input_layernorm", x)), x);
  const y = normed("post_attention_layernorm", middle);
  const inner = tf.mul(silu(map("gate_proj", y)), map("up_proj", y));
  return tf.add(map("down_proj", inner), middle);
}

/** [B, S, width] → [B, S, width] */
function attended(config: Layer, f: Forward, x: Tensor): Tensor {
  const bias = config.attention_bias;
  const heads = (module: string, count: number) => splitHeads(f.linear(module, x, { bias }), count);
  const query = rotate(heads("q_proj", config.num_attention_heads), config.angles);
  const key = rotate(heads("k_proj", config.num_key_value_heads), config.angles);
  const value = heads("v_proj", config.num_key_value_heads);
  const met = attend(f, { query, key, value }, {
    scale: 1 / Math.sqrt(config.head_dim),
    scoreBias: config.scoreBias,
    dropout: config.attention_dropout,
  });
  return f.linear("o_proj", joinHeads(met), { bias });
}

/** Llama as a language model, and as a classifier of texts. */
export const llama: Architecture<LlamaConfig> = {
  name: "llama",
  presets: llamaPresets,
  ...llamaConfigs,
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "causal_lm" },
  weights,
  head: (config, task) => headOf(decoder(config), task),
  prefix,
  checkpointNames: (name) =>
    orWords({ words }, name).flatMap((each) => [...new Set([each, each.replace(prefix, "")])]),
  tied: (config) => tiedOf(decoder(config)),
  targets,
  batch: (config, task, shape) => decoderBatch(decoder(config), task, shape),
  forward,
  loss: exampleLoss,
};

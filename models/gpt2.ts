// GPT-2: a pre-norm transformer decoder over words, which predicts each word from those before it.
//
// Paper: Radford et al., Language Models are Unsupervised Multitask Learners, 2019. Card:
// openai-community/gpt2. Keys, names and numbers are those of the hub's `GPT2LMHeadModel` and
// `GPT2ForSequenceClassification`.
import { embedding, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { activate } from "./activations.ts";
import { attend, causalBias, joinHeads, splitHeads } from "./attention.ts";
import { decoderBatch, headLogits, headOf, headWeights, orWords, tiedOf } from "./decoder_heads.ts";
import type { Decoder } from "./decoder_heads.ts";
import { configs, presets } from "./gpt2_config.ts";
import type { Gpt2Config } from "./gpt2_config.ts";
import { hiddenStatesOf, norm, within } from "./layers.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, Forward, Outputs, Target, Task, Weight } from "./model.ts";
import { conv1dTarget, conv1dWeights, normWeights, perLayer } from "./named_weights.ts";

const prefix = "transformer.";
const layerName = (layer: number) => `${prefix}h.${layer}`;
const words = `${prefix}wte.weight`;
const inner = (config: Gpt2Config) => config.n_inner ?? 4 * config.n_embd;

const decoder = (config: Gpt2Config): Decoder => ({
  name: "gpt2",
  words,
  vocabulary: config.vocab_size,
  width: config.n_embd,
  tied: config.tie_word_embeddings,
  longest: config.n_positions,
  padding: config.pad_token_id,
});

function weights(config: Gpt2Config, task: Task): Weight[] {
  const { n_embd: width } = config;
  return [
    { name: words, shape: [config.vocab_size, width], init: "normal" },
    { name: `${prefix}wpe.weight`, shape: [config.n_positions, width], init: "normal" },
    ...perLayer(config.n_layer, (layer) => layerWeights(config, layerName(layer))),
    ...normWeights(`${prefix}ln_f`, width),
    ...headWeights(decoder(config), task),
  ];
}

function layerWeights(config: Gpt2Config, name: string): Weight[] {
  const width = config.n_embd;
  // The hub draws what is added to the residual stream narrower, the more there are of them.
  const spread = 1 / Math.sqrt(2 * config.n_layer);
  return [
    ...normWeights(`${name}.ln_1`, width),
    ...conv1dWeights(`${name}.attn.c_attn`, [width, 3 * width]),
    ...conv1dWeights(`${name}.attn.c_proj`, [width, width], spread),
    ...normWeights(`${name}.ln_2`, width),
    ...conv1dWeights(`${name}.mlp.c_fc`, [width, inner(config)]),
    ...conv1dWeights(`${name}.mlp.c_proj`, [inner(config), width], spread),
  ];
}

function targets(config: Gpt2Config): Target[] {
  const width = config.n_embd;
  return perLayer(config.n_layer, (layer) => {
    const name = layerName(layer);
    const attention = `${name}.attn.c_attn`;
    const slice = (letter: "q" | "k" | "v", index: number): Target => ({
      ...conv1dTarget(attention, letter, [width, width]),
      name: `${attention}.${letter}`,
      from: index * width,
    });
    return [
      slice("q", 0),
      slice("k", 1),
      slice("v", 2),
      conv1dTarget(attention, "qkv", [width, 3 * width]),
      conv1dTarget(`${name}.attn.c_proj`, "o", [width, width]),
      conv1dTarget(`${name}.mlp.c_fc`, "ffn", [width, inner(config)]),
      conv1dTarget(`${name}.mlp.c_proj`, "ffn", [inner(config), width]),
    ];
  });
}

function forward(config: Gpt2Config, task: Task, f: Forward, batch: Batch): Outputs {
  const scoreBias = causalBias(part(batch, "attention_mask"));
  const embedded = embed(config, f, part(batch, "input_ids"));
  const [states, encoded] = hiddenStatesOf(
    embedded,
    config.n_layer,
    (x, layer) => encode({ ...config, scoreBias, layer }, within(f, layerName(layer)), x),
  );
  const final = { name: `${prefix}ln_f`, epsilon: config.layer_norm_epsilon };
  const lastHiddenState = norm(f, final, encoded);
  const logits = headLogits(decoder(config), f, { x: lastHiddenState, batch, task });
  return { logits, hiddenStates: [...states.slice(0, -1), lastHiddenState], lastHiddenState };
}

/** [B, S] → [B, S, width]; positions count from the row's start, padding or not. */
function embed(config: Gpt2Config, f: Forward, ids: Tensor): Tensor {
  const length = ids.shape[1] as number;
  const places = tf.slice(f.weight(`${prefix}wpe.weight`), [0, 0], [length, config.n_embd]);
  return f.dropout(tf.add(embedding(f.weight(words), ids), places), config.embd_pdrop);
}

interface Layer extends Gpt2Config {
  readonly scoreBias: Tensor;
  readonly layer: number;
}

/** One pre-norm layer, names seen from inside it: [B, S, width] → [B, S, width]. */
function encode(config: Layer, f: Forward, x: Tensor): Tensor {
  const project = (module: string, y: Tensor) => f.linear(module, y, { transposed: true });
  const normed = (name: string, y: Tensor) =>
    norm(f, { name, epsilon: config.layer_norm_epsilon }, y);
  const drop = (y: Tensor) => f.dropout(y, config.resid_pdrop);
  const attended = attention(config, f, project("attn.c_attn", normed("ln_1", x)));
  const middle = tf.add(drop(project("attn.c_proj", attended)), x);
  const inside = project("mlp.c_fc", normed("ln_2", middle));
  const activated = activate(config.activation_function, inside);
  return tf.add(drop(project("mlp.c_proj", activated)), middle);
}

/** Query, key and value side by side: [B, S, 3 · width] → [B, S, width]. */
function attention(config: Layer, f: Forward, projected: Tensor): Tensor {
  const parts = tf.split(projected, 3, 2).map((x) => splitHeads(x, config.n_head));
  const [query, key, value] = parts as [Tensor, Tensor, Tensor];
  const perHead = config.scale_attn_weights ? Math.sqrt(config.n_embd / config.n_head) : 1;
  const perLayer = config.scale_attn_by_inverse_layer_idx ? config.layer + 1 : 1;
  return joinHeads(attend(f, { query, key, value }, {
    scale: 1 / (perHead * perLayer),
    scoreBias: config.scoreBias,
    dropout: config.attn_pdrop,
  }));
}

/** Files of the hub may lack the prefix. */
function checkpointNames(name: string): string[] {
  return orWords({ words }, name).flatMap((each) => [
    ...new Set([each, each.replace(prefix, "")]),
  ]);
}

/** GPT-2 as a language model, and with a head for classification and regression. */
export const gpt2: Architecture<Gpt2Config> = {
  name: "gpt2",
  presets,
  ...configs,
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "causal_lm" },
  weights,
  head: (config, task) => headOf(decoder(config), task),
  prefix,
  checkpointNames,
  tied: (config) => tiedOf(decoder(config)),
  targets,
  batch: (config, task, shape) => decoderBatch(decoder(config), task, shape),
  forward,
  loss: exampleLoss,
};

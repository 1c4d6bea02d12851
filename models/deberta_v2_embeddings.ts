// DeBERTa's embeddings: words, and positions and types where the config has them.
import { embedding, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { embeddingSize } from "./deberta_v2_config.ts";
import type { DebertaV2Config } from "./deberta_v2_config.ts";
import { norm } from "./layers.ts";
import { part } from "./loss.ts";
import type { Batch, Forward, Weight } from "./model.ts";
import { linearWeights, normWeights } from "./named_weights.ts";

/** The weights of the module `name`. */
export function embeddingWeights(config: DebertaV2Config, name: string): Weight[] {
  const { hidden_size: width, type_vocab_size: types, pad_token_id: pad } = config;
  const size = embeddingSize(config);
  const table = (kind: string, rows: number): Weight[] =>
    rows > 0
      ? [{ name: `${name}.${kind}_embeddings.weight`, shape: [rows, size], init: "normal" }]
      : [];
  const zeroRow = pad === null ? {} : { zeroRow: pad };
  const projection = { in: size, out: width, init: "normal", bias: false } as const;
  return [
    ...table("word", config.vocab_size).map((words) => ({ ...words, ...zeroRow })),
    ...table("position", config.position_biased_input ? config.max_position_embeddings : 0),
    ...table("token_type", types),
    ...(size === width ? [] : linearWeights(`${name}.embed_proj`, projection)),
    ...normWeights(`${name}.LayerNorm`, width),
  ];
}

/** Names seen from inside the module; words that are padding come out as zeros: [B, S] → [B, S, width]. */
export function embedWords(config: DebertaV2Config, f: Forward, batch: Batch): Tensor {
  const terms = [
    words(config, f, part(batch, "input_ids")),
    ...(config.position_biased_input ? [positions(f, part(batch, "input_ids"))] : []),
    ...(config.type_vocab_size > 0 ? [types(f, batch)] : []),
  ];
  const sum = terms.reduce((all, term) => tf.add(all, term));
  const wide = embeddingSize(config) === config.hidden_size
    ? sum
    : f.linear("embed_proj", sum, { bias: false });
  const normed = norm(f, { name: "LayerNorm", epsilon: config.layer_norm_eps }, wide);
  return tf.mul(normed, presence(batch));
}

/** 1 for a word, 0 for padding: [B, S, 1] */
export function presence(batch: Batch): Tensor {
  const mask = part(batch, "attention_mask");
  return tf.cast(tf.reshape(mask, [...mask.shape, 1]), "float32");
}

function words(config: DebertaV2Config, f: Forward, ids: Tensor): Tensor {
  const pad = config.pad_token_id;
  const options = pad === null ? {} : { paddingRow: pad };
  return embedding(f.weight("word_embeddings.weight"), ids, options);
}

/** Counted from the left, padding too: [B, S] → [S, size] */
function positions(f: Forward, ids: Tensor): Tensor {
  const table = f.weight("position_embeddings.weight");
  return tf.slice(table, [0, 0], [ids.shape[1] as number, table.shape[1] as number]);
}

/** The types that a batch tells, or the first for every word: [B, S, size] or [1, size] */
function types(f: Forward, batch: Batch): Tensor {
  const table = f.weight("token_type_embeddings.weight");
  const told = batch["token_type_ids"];
  if (told !== undefined) return embedding(table, told);
  return tf.slice(table, [0, 0], [1, table.shape[1] as number]);
}

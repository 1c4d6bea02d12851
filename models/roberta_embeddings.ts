// RoBERTa's embeddings: words, positions counted from the words themselves, token types.
import { embedding, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { norm } from "./layers.ts";
import type { Forward } from "./model.ts";

/** The config's keys that matter here. */
interface EmbeddingConfig {
  readonly "pad_token_id": number;
  readonly "layer_norm_eps": number;
}

/** [B, S] → [B, S, width], names seen from inside the module; the padding row gets no gradient. */
export function embedWords(config: EmbeddingConfig, f: Forward, ids: Tensor): Tensor {
  const paddingRow = config.pad_token_id;
  const look = (name: string, rows: Tensor) =>
    embedding(f.weight(`${name}_embeddings.weight`), rows, { paddingRow });
  const words = look("word", ids);
  const positions = look("position", positionIds(ids, paddingRow));
  const types = firstRow(f.weight("token_type_embeddings.weight")); // RoBERTa has one type in use
  const sum = tf.add(tf.add(words, types), positions);
  return norm(f, { name: "LayerNorm", epsilon: config.layer_norm_eps }, sum);
}

/**
 * Words count from padding + 1 on, padding stays at `padding`: cumsum(ids ≠ padding) · (ids ≠ padding) +
 * padding, from the ids and not from the mask, as the hub's `create_position_ids_from_input_ids`.
 */
function positionIds(ids: Tensor, padding: number): Tensor {
  const pad = tf.scalar(padding, "int32");
  const isWord = tf.cast(tf.notEqual(ids, pad), "int32");
  return tf.add(tf.mul(tf.cumsum(isWord, 1), isWord), pad);
}

/** [rows, width] → [width] */
function firstRow(table: Tensor): Tensor {
  const width = table.shape[1] as number;
  return tf.reshape(tf.slice(table, [0, 0], [1, width]), [width]);
}

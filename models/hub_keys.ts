// The keys that any hub config may have beside a model's own, each with the values that change nothing here.
import { z } from "zod";

/** Key → the values at which it may be left out of account. */
export type HarmlessKeys = Readonly<Record<string, z.ZodType>>;

/** Whatever it says, nothing that these models compute depends on it. */
export const anything = z.unknown();
const off = z.literal(false).nullable();
const none = z.null();

const floats = ["float16", "bfloat16", "float32", "float64"] as const;

/** Files are read in the precision that they have; computed is in float32. */
const precision = z.enum(["auto", ...floats, ...floats.map((each) => `torch.${each}` as const)])
  .nullable();

const keys = (names: string): HarmlessKeys =>
  Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, anything]));

/** Where a file comes from and what wrote it. */
const origin = keys(`
  _commit_hash _name_or_path finetuning_task model_name name_or_path sentence_transformers
  task_specific_params tokenizer_class transformers_version unsloth_fixed unsloth_version
`);

/** How transformers runs a model, not what it computes. */
const running = keys(`
  _attn_implementation _attn_implementation_autoset _attn_implementation_internal
  _experts_implementation _flash_attn_2_enabled _output_attentions attn_implementation
  gradient_checkpointing output_attentions output_hidden_states output_past output_scores
  return_dict tf_legacy_loss torchscript use_bfloat16 use_cache use_return_dict
`);

/** How texts are generated, and the tokens with a meaning of their own: a tokenizer's matter. */
const generating = keys(`
  bad_words_ids begin_suppress_tokens bos_token_id cls_token_id decoder_start_token_id
  diversity_penalty do_sample early_stopping encoder_no_repeat_ngram_size eos_token_id
  exponential_decay_length_penalty forced_bos_token_id forced_eos_token_id length_penalty
  mask_token_id max_length max_new_tokens min_length no_repeat_ngram_size num_beam_groups
  num_beams num_return_sequences pad_token_id prefix remove_invalid_values repetition_penalty
  return_dict_in_generate sep_token_id suppress_tokens temperature top_k top_p typical_p
  unk_token_id
`);

/** Keys of `PretrainedConfig` in transformers 4 and 5, and of those who write its files. */
export const harmlessKeys: HarmlessKeys = {
  ...origin,
  ...running,
  ...generating,
  "_num_labels": z.int().nullable(),
  "add_cross_attention": off,
  "architectures": z.array(z.string()).nullable(),
  "chunk_size_feed_forward": z.int().min(0).nullable(), // the same sums, fewer rows at once
  "cross_attention_hidden_size": none,
  "dtype": precision, // transformers 5
  "is_decoder": off,
  "is_encoder_decoder": off,
  "problem_type": z.enum(["regression", "single_label_classification"]).nullable(),
  "pruned_heads": z.union([z.record(z.string(), z.tuple([])), z.tuple([])], { error: "empty" })
    .nullable(),
  "quantization_config": none,
  "tie_encoder_decoder": off,
  "tie_word_embeddings": z.boolean().nullable(), // of a model that has none; the others' is their own
  "torch_dtype": precision, // transformers 4
};

// The architectures, by the hub's `model_type`.
import type { Architecture } from "./model.ts";
import { bert } from "./bert.ts";
import type { BertConfig } from "./bert.ts";
import { debertaV2 } from "./deberta_v2.ts";
import type { DebertaV2Config } from "./deberta_v2.ts";
import { gpt2 } from "./gpt2.ts";
import type { Gpt2Config } from "./gpt2_config.ts";
import { llama } from "./llama.ts";
import type { LlamaConfig } from "./llama_config.ts";
import { roberta } from "./roberta.ts";
import type { RobertaConfig } from "./roberta.ts";
import { vit } from "./vit.ts";
import type { VitConfig } from "./vit_config.ts";

/** A parsed config of any architecture; only its own architecture can read it. */
export type Config =
  | BertConfig
  | VitConfig
  | RobertaConfig
  | DebertaV2Config
  | Gpt2Config
  | LlamaConfig;

/** Typed by what they share: a config goes back to the architecture that parsed it. */
export const architectures = {
  vit: vit as Architecture<Config>,
  roberta: roberta as Architecture<Config>,
  bert: bert as Architecture<Config>,
  "deberta-v2": debertaV2 as Architecture<Config>,
  gpt2: gpt2 as Architecture<Config>,
  llama: llama as Architecture<Config>,
} as const;

/** The hub's `model_type`s that are known here. */
export type ArchitectureName = keyof typeof architectures;

// Architectures: which weights a model has, what it computes from a batch, and what it is trained on.
//
// This room knows hub configs, hub names of weights and forward passes in the engine's language. It must
// not know methods, data sets, optimizers or files: a checkpoint is a map of names to shapes, weights
// come from whoever asks. Start with `model.ts` (the words), then `vit.ts` or `roberta.ts`, which have the
// same order: header, config, presets, weights, forward, checkpoint names.
export { architectures } from "./architectures.ts";
export type { ArchitectureName, Config } from "./architectures.ts";
export { bert } from "./bert.ts";
export type { BertConfig } from "./bert.ts";
export { matchCheckpoint } from "./checkpoint.ts";
export type { Configured, Contents, Match } from "./checkpoint.ts";
export { debertaV2 } from "./deberta_v2.ts";
export type { DebertaV2Config } from "./deberta_v2.ts";
export { issueSentence } from "./expectation.ts";
export { gpt2 } from "./gpt2.ts";
export type { Gpt2Config } from "./gpt2_config.ts";
export { unknownKeys, unknownKeysRemark } from "./hub_config.ts";
export { initialize } from "./initialize.ts";
export { plainForward } from "./layers.ts";
export { backboneTargets, linearTargets } from "./linear_targets.ts";
export { llama } from "./llama.ts";
export type { LlamaConfig } from "./llama_config.ts";
export { meanLoss } from "./loss.ts";
export type {
  Architecture,
  Batch,
  BatchShape,
  Forward,
  Head,
  LinearForm,
  OtherHead,
  Outputs,
  Result,
  Target,
  TargetLetter,
  Task,
  Weight,
} from "./model.ts";
export { backbone } from "./named_weights.ts";
export { roberta } from "./roberta.ts";
export type { RobertaConfig } from "./roberta.ts";
export { vit } from "./vit.ts";
export type { VitConfig } from "./vit_config.ts";

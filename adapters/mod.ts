// Methods: how a weight may change, and what of a model is trained.
//
// This room knows factors, columns, chains and the hub names of what they change. It must not know tasks,
// data, optimizers or loops: an attachment is data and graph builders, and whoever trains it runs graphs and
// overwrites tensors without knowing which method it is. Start with `methods.ts`, the table; `method.ts`
// has the words, `attach.ts` puts a method on a model.
export { attach } from "./attach.ts";
export { checkOptions } from "./check_options.ts";
export { choicesOf } from "./choices.ts";
export type { Choice } from "./choices.ts";
export { countParameters } from "./count_parameters.ts";
export type { Counts } from "./count_parameters.ts";
export { describe } from "./describe.ts";
export type { Description } from "./describe.ts";
export { formulaOf } from "./formula.ts";
export type { Formula } from "./formula.ts";
export type {
  Attachment,
  Chain,
  Method,
  MethodName,
  Model,
  Rates,
  Rule,
  Setting,
  Update,
} from "./method.ts";
export { methods } from "./methods.ts";
export { checkEquivalence } from "./peft/check_equivalence.ts";
export type { BeforeAndAfter } from "./peft/check_equivalence.ts";
export { equivalentLoras } from "./peft/equivalent_lora.ts";
export type { EquivalentLora, TrainedAdapter } from "./peft/equivalent_lora.ts";
export { loadPeft } from "./peft/load_peft.ts";
export type { LoadedPeft } from "./peft/load_peft.ts";
export { checkPeftFiles, peftFiles } from "./peft/peft_folder.ts";
export type { PeftFolder } from "./peft/peft_folder.ts";
export type { AdaptedModel } from "./peft/spelled_names.ts";
export { writePeft } from "./peft/write_peft.ts";
export type { PeftExport, WrittenPeft } from "./peft/write_peft.ts";
export type { Place } from "./place.ts";
export { proofs } from "./proofs.ts";
export type { Proof } from "./proofs.ts";
export { matrixOf } from "./matrix_of.ts";
export { chooseTargets, queryAndValue } from "./targets.ts";

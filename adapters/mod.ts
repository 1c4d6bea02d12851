// Methods: how a weight may change, and what of a model is trained.
//
// This room knows factors, columns, chains and the hub names of what they change. It must not know tasks,
// data, optimizers or loops: an attachment is data and graph builders, and whoever trains it runs graphs and
// overwrites tensors without knowing which method it is. Start with `methods.ts`, the table; `method.ts`
// has the words, `attach.ts` puts a method on a model. A stage never imports the table: a study's plan hands
// it the design of its method, so that labels, colours and other rows are in no key of a training.
export { attach } from "./attach.ts";
export { choicesOf, countParameters, describe, formulaOf } from "./describe.ts";
export type { Choice, Counts, Description, Formula, Sum } from "./describe.ts";
export { checkOptions, methodOf } from "./design.ts";
export type { Design } from "./design.ts";
export { matrixOf } from "./merge.ts";
export type { Attachment, Method, Model, Rule, Setting } from "./method.ts";
export type { Family, Hue, Mark, MethodRow, Proof, Shape } from "./method_row.ts";
export { boundOf, methodCards } from "./method_card.ts";
export type { BoundEntry, MethodCard } from "./method_card.ts";
export { methodNamed, methodNames, methods } from "./methods.ts";
export type { MethodName } from "./methods.ts";
export { checkEquivalence, equivalentLoras } from "./peft/equivalent_lora.ts";
export type { BeforeAndAfter, EquivalentLora, TrainedAdapter } from "./peft/equivalent_lora.ts";
export { loadPeft } from "./peft/load_peft.ts";
export type { LoadedPeft } from "./peft/load_peft.ts";
export { checkPeftFiles, peftFiles } from "./peft/peft_config.ts";
export type { PeftFolder } from "./peft/peft_config.ts";
export type { AdaptedModel } from "./peft/spelled_names.ts";
export { writePeft } from "./peft/write_peft.ts";
export type { PeftExport, WrittenPeft } from "./peft/write_peft.ts";
export { chooseTargets, queryAndValue } from "./targets.ts";

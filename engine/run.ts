// The engine's second door: what it takes to run graphs, without TensorFlow.js.
//
// This door knows sessions, values, files of tensors, masks and rates; it knows nothing of how a
// graph came to be. `engine/mod.ts` traces graphs; a stage that only runs them enters here.
//
// `#session` is the engine. The import map says which: the project's own means `sessions/onnx.ts`, and
// each `engine/<name>/deno.json` another file, for a process that is started with that configuration.
export { engine, engineIdentity, openSession } from "#session";
export type { Feeds, Identified, Session, SessionOptions } from "./session.ts";
export type { DType, TensorSpec, Value } from "./value.ts";
export { sizeOf } from "./value.ts";
export type { DropoutMask } from "./graph/graph.ts";

export type { EngineIdentity } from "./identity.ts";
export {
  allowCpuVariable,
  configOf,
  defaultEngine,
  engines,
  isEngine,
  needsOf,
} from "./engines.ts";
export type { EngineName } from "./engines.ts";
export { identifyEngine } from "./identify_engine.ts";
export { denoArguments } from "./process_of.ts";

export { openCheckpoint } from "./checkpoint.ts";
export type {
  Checkpoint,
  CheckpointFault,
  CheckpointTensor,
  OpenedCheckpoint,
} from "./checkpoint.ts";
export { openSafetensors, readSafetensors } from "./safetensors.ts";
export type { SafetensorsFile } from "./safetensors.ts";
export type { StoredType } from "./safetensors_elements.ts";
export type { Opened, SafetensorsFault, StoredTensor } from "./safetensors_header.ts";
export { writeSafetensors } from "./write_safetensors.ts";
export type { FileValue } from "./write_safetensors.ts";

export { makeMasks } from "./masks.ts";
export { schedule } from "./schedule.ts";
export type { ScheduleKind, ScheduleOptions } from "./schedule.ts";

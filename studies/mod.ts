// The papers, as data: a study names models, data, methods, seeds and recipes, and becomes a graph.
//
// This room decides what is run and from what; it never runs anything and never sees a tensor.
// Start with `mini.ts` (what is asked), then `recipe.ts` (how a cell becomes nodes).
export { catalogue } from "./catalogue.ts";
export type { Entry, MethodEntry, ModelEntry } from "./catalogue.ts";
export { checkKeys } from "./check_study.ts";
export { countMethods } from "./count_methods.ts";
export type { MethodCounts } from "./count_methods.ts";
export { parseStudy, studies } from "./parse_study.ts";
export { graphOf } from "./graph_of.ts";
export { nearestOf, suggestion } from "./nearest.ts";
export { type Preset, presets, sizeOfModel, taskInWords, withLabels } from "./preset.ts";
export { type Only, select, type Selection } from "./select.ts";
export { type Cell, cells, type Study, type StudyInput, studySchema } from "./study.ts";
export {
  allowCpuVariable,
  configOf,
  defaultEngine,
  engine,
  engines,
  engineSetting,
  isEngine,
  needsOf,
} from "../stages/mod.ts";
export type { EngineName } from "../stages/mod.ts";
export { exportCell } from "../stages/mod.ts";
export type { CellFiles, ExportedCell, ExportRequest } from "../stages/mod.ts";
export { metricStyles } from "../stages/mod.ts";

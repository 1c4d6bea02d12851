// The stages: one verb a file, thin; each tells the story and lets the subjects do the work.
//
// This room may enter every subject's. It holds no study and schedules nothing. Read the files in the
// order in which data walk: initialize_model, prepare_data, inject_adapter, train, evaluate, then what
// looks at a trained cell, then report.
export { analyzeSpectrum } from "./analyze_spectrum.ts";
export { computeBounds } from "./compute_bounds.ts";
export { engineSetting } from "./environments.ts";
export type { EngineSetting } from "./environments.ts";
export {
  allowCpuVariable,
  configOf,
  defaultEngine,
  engine,
  engines,
  isEngine,
  needsOf,
} from "../engine/run.ts";
export type { EngineName } from "../engine/run.ts";
export { evaluate } from "./evaluate.ts";
export { exportCell } from "./export_cell.ts";
export type { CellFiles, ExportedCell, ExportRequest } from "./export_cell.ts";
export { initializeModel } from "./initialize_model.ts";
export { injectAdapter } from "./inject_adapter.ts";
export { prepareData } from "./prepare_data.ts";
export { report } from "./report.ts";
export { sampleLandscape } from "./sample_landscape.ts";
export { train } from "./train.ts";
export { metricStyles } from "../analysis/mod.ts";

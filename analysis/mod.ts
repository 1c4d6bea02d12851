// Numbers → claims: measures, results over seeds, tables, figures and the report's page.
//
// Pure functions of plain numbers and records. This room knows no tensors, no files, no stores and no clocks; it is
// told which node a number came from and hands that on, so that every number on the page has an address and a source.
// Start at `results.ts` for the shape of a result, at `page/` for what becomes of it.
export { entryText, generalizationBound, theorem1 } from "./measures/bounds.ts";
export type { Bound, BoundSetting, Theorem1Layer, Theorem1Setting } from "./measures/bounds.ts";
export { accuracy, f1, matthews } from "./measures/classification.ts";
export { pearson, ranks, spearman } from "./measures/correlation.ts";
export { intruderDimensions, intruderThresholds } from "./measures/intruder_dimensions.ts";
export type { IntruderDimensions, IntruderOptions } from "./measures/intruder_dimensions.ts";
export {
  centreOf,
  filterNormalize,
  pcaDirections,
  randomDirections,
} from "./measures/loss_landscape/directions.ts";
export type { Directions, Trajectory } from "./measures/loss_landscape/directions.ts";
export {
  displaced,
  extentOf,
  gridAxis,
  gridPoints,
  projectPath,
} from "./measures/loss_landscape/plane.ts";
export type { Point } from "./measures/loss_landscape/plane.ts";
export { sharpness } from "./measures/loss_landscape/sharpness.ts";
export type { LossGrid, Sharpness } from "./measures/loss_landscape/sharpness.ts";
export { innerProduct } from "./measures/loss_landscape/weights.ts";
export type { Weight, Weights } from "./measures/loss_landscape/weights.ts";
export { generalizationError, meanSquaredError, perplexity } from "./measures/losses.ts";
export {
  effectiveRank,
  frobeniusNorm,
  nuclearNorm,
  numericalRank,
  participationRatio,
  spectralNorm,
  spectrum,
  stableRank,
} from "./measures/spectrum.ts";
export type { Spectrum } from "./measures/spectrum.ts";
export { matrix, singularValues, subtract, svd } from "./measures/svd.ts";
export type { Matrix, Svd } from "./measures/svd.ts";

export { inPaperOrder } from "./methods.ts";
export { metricStyles, taskMetrics } from "./metric.ts";
export type { Metric, MetricStyle } from "./metric.ts";
export { methodsOf, resultsTable, setupsOf, summarize } from "./results.ts";
export type { Cell, Setup, Summary } from "./results.ts";
export { compare, signals } from "./signal.ts";
export type { Comparison, Signal, Verdict } from "./signal.ts";
export { Sourced } from "./sourced.ts";
export type { Read } from "./sourced.ts";

export type { Claim, Outcome } from "./claims/claim.ts";
export { geometryClaims } from "./claims/geometry_claims.ts";
export { performanceClaims } from "./claims/performance_claims.ts";

export { bounds } from "./tables/bounds.ts";
export { compact, count, fixed, scientific, signed } from "./tables/format.ts";
export { generalization } from "./tables/generalization.ts";
export { parameters } from "./tables/parameters.ts";
export { performance } from "./tables/performance.ts";
export { pretraining } from "./tables/pretraining.ts";
export { change, marks } from "./tables/ranking.ts";
export { numbersOf } from "./tables/table.ts";
export type { AddressedNumber, Column, Mark, Row, Table } from "./tables/table.ts";
export { toCsv, toMarkdown, toNumbersJson } from "./tables/written.ts";

export type { IntruderCurve } from "./figures/intruder_dimensions.ts";
export type { LearningCurve } from "./figures/learning_curves.ts";
export { lossLandscapeFigure } from "./figures/loss_landscape.ts";
export type { Landscape } from "./figures/loss_landscape.ts";
export type { Figure } from "./figures/sheet.ts";
export type { SpectrumCurve } from "./figures/singular_values.ts";

export { chapters, tablesOf } from "./page/chapters.ts";
export type { StudyEvidence } from "./page/chapters.ts";
export { findings } from "./page/findings.ts";
export { page } from "./page/page.ts";
export type { Chapter, Fact, Finding, PageContent } from "./page/page.ts";

// Numbers → claims: measures, results over seeds, tables, figures and the report's page.
//
// Pure functions of plain numbers and records. This room knows no tensors, no files, no stores and no clocks; it is
// told which node a number came from and hands that on, so that every number on the page has an address and a source.
// Start at `results.ts` for the shape of a result, at `page/` for what becomes of it.
export { accuracy } from "./measures/accuracy.ts";
export {
  effectiveRank,
  numericalRank,
  participationRatio,
  stableRank,
} from "./measures/effective_rank.ts";
export { f1 } from "./measures/f1.ts";
export type { F1Average } from "./measures/f1.ts";
export { entryText, generalizationBound } from "./measures/generalization_bound.ts";
export type { Bound, BoundSetting } from "./measures/generalization_bound.ts";
export { generalizationError } from "./measures/generalization_error.ts";
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
export type { LossGrid, Ring, Sharpness } from "./measures/loss_landscape/sharpness.ts";
export { innerProduct } from "./measures/loss_landscape/weights.ts";
export type { Weight, Weights } from "./measures/loss_landscape/weights.ts";
export { matrix, subtract } from "./measures/matrix.ts";
export type { Matrix } from "./measures/matrix.ts";
export { matthews } from "./measures/matthews.ts";
export { meanSquaredError } from "./measures/mean_squared_error.ts";
export { frobeniusNorm, nuclearNorm, spectralNorm } from "./measures/norms.ts";
export { pearson } from "./measures/pearson.ts";
export { perplexity } from "./measures/perplexity.ts";
export { ranks, spearman } from "./measures/spearman.ts";
export { spectrum } from "./measures/spectrum.ts";
export type { Spectrum } from "./measures/spectrum.ts";
export { singularValues, svd } from "./measures/svd.ts";
export type { Svd } from "./measures/svd.ts";
export { theorem1 } from "./measures/theorem_1.ts";
export type { Theorem1Layer, Theorem1Setting } from "./measures/theorem_1.ts";

export { familyLabels, inPaperOrder, isRanked } from "./methods.ts";
export { metricStyles, taskMetrics } from "./metric.ts";
export type { Metric, MetricStyle } from "./metric.ts";
export { methodsOf, resultsTable, setupsOf, summarize } from "./results.ts";
export type { Cell, Setup, Summary } from "./results.ts";
export { bestFirst, compare, signals, signalThreshold } from "./signal.ts";
export type { Comparison, Signal, Verdict } from "./signal.ts";
export { Sourced } from "./sourced.ts";
export type { Read } from "./sourced.ts";

export { bounds } from "./tables/bounds.ts";
export { compact, count, fixed, scientific, signed } from "./tables/format.ts";
export { generalization } from "./tables/generalization.ts";
export { toCsv, toLines, toMarkdown, toNumbersJson } from "./tables/written.ts";
export { change, marks } from "./tables/marks.ts";
export { parameters } from "./tables/parameters.ts";
export { performance } from "./tables/performance.ts";
export { pretraining } from "./tables/pretraining.ts";
export { signalTable } from "./tables/signal.ts";
export { addressOf, numbersOf } from "./tables/table.ts";
export type {
  AddressedNumber,
  Column,
  Extra,
  Mark,
  Row,
  Table,
  TableCell,
} from "./tables/table.ts";

export { generalizationFigure } from "./figures/generalization.ts";
export { intruderFigure } from "./figures/intruder_dimensions.ts";
export type { IntruderCurve } from "./figures/intruder_dimensions.ts";
export { learningCurvesFigure } from "./figures/learning_curves.ts";
export type { LearningCurve } from "./figures/learning_curves.ts";
export { lossLandscapeFigure } from "./figures/loss_landscape.ts";
export type { Landscape } from "./figures/loss_landscape.ts";
export { performanceFigure } from "./figures/performance.ts";
export { singularValuesFigure } from "./figures/singular_values.ts";
export type { BaseSpectra, SpectrumCurve } from "./figures/singular_values.ts";

export type { Figure } from "./figures/figure.ts";
export type { Chapter, Fact, Finding, PageContent } from "./page/content.ts";
export { page } from "./page/page.ts";
export { chapters, tablesOf } from "./page/chapters.ts";
export type { StudyEvidence } from "./page/evidence.ts";
export { findings } from "./page/findings.ts";

export type { Claim, Outcome } from "./claims/claim.ts";
export { geometryClaims } from "./claims/geometry_claims.ts";
export { performanceClaims } from "./claims/performance_claims.ts";
export { claimsTable } from "./tables/claims.ts";
export { measures } from "./tables/measures.ts";
export type { MeasureColumn } from "./tables/measures.ts";
export { sharpnessTable } from "./tables/sharpness.ts";
export { spectra } from "./tables/spectra.ts";

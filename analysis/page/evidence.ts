// Everything that a report is made of, as plain values.
import type { IntruderCurve } from "../figures/intruder_dimensions.ts";
import type { LearningCurve } from "../figures/learning_curves.ts";
import type { Landscape } from "../figures/loss_landscape.ts";
import type { BaseSpectra, SpectrumCurve } from "../figures/singular_values.ts";
import type { Cell } from "../results.ts";

/** What is empty is left out of the report. */
export interface StudyEvidence {
  /** The study's cells, `head` among them. */
  cells: readonly Cell[];
  /** Cells of the never pre-trained models. */
  controls: readonly Cell[];
  /** From a pre-trained model's name to its never pre-trained twin's. */
  randomOf: Readonly<Record<string, string>>;
  curves: readonly LearningCurve[];
  intruders: readonly IntruderCurve[];
  spectra: readonly SpectrumCurve[];
  baseSpectra: BaseSpectra;
  landscapes: readonly Landscape[];
}

// Everything that a report is made of, as plain values.
import type { IntruderCurve } from "../figures/intruder_dimensions.ts";
import type { LearningCurve } from "../figures/learning_curves.ts";
import type { Landscape } from "../figures/loss_landscape.ts";
import type { SpectrumCurve } from "../figures/singular_values.ts";
import type { Cell } from "../results.ts";
import type { Sourced } from "../sourced.ts";

/** What is empty is left out of the report. */
export interface StudyEvidence {
  /** The study's cells, `head` among them. */
  cells: readonly Cell[];
  /** Cells of the never pre-trained models. */
  controls: readonly Cell[];
  /** From a pre-trained model's name to its never pre-trained twin's. */
  randomOf: Readonly<Record<string, string>>;
  curves: readonly Sourced<LearningCurve>[];
  intruders: readonly Sourced<IntruderCurve>[];
  spectra: readonly Sourced<SpectrumCurve>[];
  /** Falling singular values of W0 by model, mean over adapted matrices. */
  baseSpectra: Readonly<Record<string, Sourced<readonly number[]>>>;
  landscapes: readonly Sourced<Landscape>[];
}

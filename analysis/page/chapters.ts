// The report's chapters: which exhibits there are, in which order, under which words, and the evidence they are made from.
import { geometryClaims } from "../claims/geometry_claims.ts";
import { performanceClaims } from "../claims/performance_claims.ts";
import type { Figure } from "../figures/sheet.ts";
import { generalizationFigure } from "../figures/generalization.ts";
import { type IntruderCurve, intruderFigure } from "../figures/intruder_dimensions.ts";
import { type LearningCurve, learningCurvesFigure } from "../figures/learning_curves.ts";
import { type Landscape, lossLandscapeFigure } from "../figures/loss_landscape.ts";
import { performanceFigure } from "../figures/performance.ts";
import { singularValuesFigure, type SpectrumCurve } from "../figures/singular_values.ts";
import { type Cell, summarize } from "../results.ts";
import { signals } from "../signal.ts";
import type { Sourced } from "../sourced.ts";
import { bounds } from "../tables/bounds.ts";
import { claimsTable } from "../tables/claims.ts";
import { generalization } from "../tables/generalization.ts";
import { parameters } from "../tables/parameters.ts";
import { performance } from "../tables/performance.ts";
import { pretraining } from "../tables/pretraining.ts";
import { sharpnessTable } from "../tables/sharpness.ts";
import { signalTable } from "../tables/signal.ts";
import { spectra } from "../tables/spectra.ts";
import type { Table } from "../tables/table.ts";
import type { Chapter } from "./page.ts";

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

/** A chapter before there is evidence. */
interface Plan extends Pick<Chapter, "id" | "title" | "lead"> {
  tables(evidence: StudyEvidence): readonly Table[];
  figures(evidence: StudyEvidence): readonly Figure[];
}

const plans: readonly Plan[] = [
  {
    id: "performance",
    title: "Performance",
    lead:
      "How well each method adapts each base model, on the test part, at the checkpoint that validation selects.",
    tables: ({ cells }) => [performance(cells)],
    figures: ({ cells }) => performanceFigure(cells),
  },
  {
    id: "signal",
    title: "Is there a signal?",
    lead:
      "Before any method is compared with another: does adaptation beat the frozen model, does pre-training pay off, " +
      "and are the differences larger than what another seed would change?",
    tables: ({ cells, controls, randomOf }) => [
      signalTable(signals(summarize(cells, "score"))),
      pretraining([...cells, ...controls], randomOf),
    ],
    figures: ({ curves }) => learningCurvesFigure(curves),
  },
  {
    id: "generalization",
    title: "Generalization",
    lead:
      "What theory allows and what was measured. The bound grows with the number of parameters ever trained; " +
      "the measured error is the gap between test and train loss.",
    tables: ({ cells }) => [bounds(cells), generalization(cells)],
    figures: ({ cells }) => generalizationFigure(cells),
  },
  {
    id: "spectra",
    title: "Inside the update",
    lead:
      "Singular values of ΔW, and the intruder dimensions: directions of the tuned weight that the base weight does not " +
      "know. Both are read off the last checkpoint, as in the paper.",
    tables: ({ cells }) => [spectra(cells)],
    figures: ({ spectra, baseSpectra, intruders }) => [
      ...singularValuesFigure(spectra, baseSpectra),
      ...intruderFigure(intruders),
    ],
  },
  {
    id: "landscapes",
    title: "Loss landscapes",
    lead:
      "The validation loss around the checkpoint that validation selects, whose scores and errors are in the tables above, " +
      "on a plane through its weights.",
    tables: ({ cells }) => [sharpnessTable(cells)],
    figures: ({ landscapes }) => lossLandscapeFigure(landscapes),
  },
  {
    id: "cost",
    title: "What is trained",
    lead: "The part of the cost that depends on no machine.",
    tables: ({ cells }) => [parameters(cells)],
    figures: () => [],
  },
  {
    id: "claims",
    title: "Claims",
    lead: "What the paper says, as statements that these numbers can contradict.",
    tables: ({ cells }) => [claimsTable([...performanceClaims(cells), ...geometryClaims(cells)])],
    figures: () => [],
  },
];

/** All chapters that have something to show; an exhibit without rows or curves is left out. */
export function chapters(evidence: StudyEvidence): Chapter[] {
  return plans.map(({ id, title, lead, tables, figures }) => (
    { id, title, lead, tables: shown(tables(evidence)), figures: figures(evidence) }
  )).filter(({ tables, figures }) => tables.length + figures.length > 0);
}

/** The tables of all chapters, without the work of drawing figures: where every number stands. */
export function tablesOf(evidence: StudyEvidence): Table[] {
  return plans.flatMap(({ tables }) => shown(tables(evidence)));
}

function shown(tables: readonly Table[]): Table[] {
  return tables.filter(({ rows }) => rows.length > 0);
}

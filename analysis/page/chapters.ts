// The report's chapters: which exhibits there are, in which order, under which words.
import { geometryClaims } from "../claims/geometry_claims.ts";
import { performanceClaims } from "../claims/performance_claims.ts";
import type { Figure } from "../figures/figure.ts";
import { summarize } from "../results.ts";
import { signals } from "../signal.ts";
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
import type { Chapter } from "./content.ts";
import type { StudyEvidence } from "./evidence.ts";
import {
  curvesExhibit,
  generalizationExhibit,
  intruderExhibit,
  landscapeExhibit,
  performanceExhibit,
  spectraExhibit,
} from "./exhibits.ts";

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
    figures: performanceExhibit,
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
    figures: curvesExhibit,
  },
  {
    id: "generalization",
    title: "Generalization",
    lead:
      "What theory allows and what was measured. The bound grows with the number of parameters ever trained; " +
      "the measured error is the gap between test and train loss.",
    tables: ({ cells }) => [bounds(cells), generalization(cells)],
    figures: generalizationExhibit,
  },
  {
    id: "spectra",
    title: "Inside the update",
    lead:
      "Singular values of ΔW, and the intruder dimensions: directions of the tuned weight that the base weight does not " +
      "know. Both are read off the last checkpoint, as in the paper.",
    tables: ({ cells }) => [spectra(cells)],
    figures: (evidence) => [...spectraExhibit(evidence), ...intruderExhibit(evidence)],
  },
  {
    id: "landscapes",
    title: "Loss landscapes",
    lead:
      "The validation loss around the checkpoint that validation selects, whose scores and errors are in the tables above, " +
      "on a plane through its weights.",
    tables: ({ cells }) => [sharpnessTable(cells)],
    figures: landscapeExhibit,
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

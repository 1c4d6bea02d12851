// The report's chapters: which exhibits there are, in which order, under which words.
import { geometryClaims } from "../claims/geometry_claims.ts";
import { performanceClaims } from "../claims/performance_claims.ts";
import { summarize } from "../results.ts";
import { signals } from "../signal.ts";
import { bounds } from "../tables/bounds.ts";
import { claimsTable } from "../tables/claims_table.ts";
import { generalization } from "../tables/generalization.ts";
import { parameters } from "../tables/parameters.ts";
import { performance } from "../tables/performance.ts";
import { pretraining } from "../tables/pretraining.ts";
import { sharpnessTable } from "../tables/sharpness_table.ts";
import { signalTable } from "../tables/signal_table.ts";
import { spectra } from "../tables/spectra.ts";
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

/** All chapters that have something to show; an exhibit without rows or curves is left out. */
export function chapters(evidence: StudyEvidence): Chapter[] {
  const all = [
    performanceChapter(evidence),
    signalChapter(evidence),
    generalizationChapter(evidence),
    geometryChapter(evidence),
    landscapeChapter(evidence),
    costChapter(evidence),
    claimsChapter(evidence),
  ];
  return all.map((chapter) => ({
    ...chapter,
    tables: chapter.tables.filter(({ rows }) => rows.length > 0),
  })).filter(({ tables, figures }) => tables.length + figures.length > 0);
}

function performanceChapter(evidence: StudyEvidence): Chapter {
  return {
    id: "performance",
    title: "Performance",
    lead:
      "How well each method adapts each base model, on the test part, at the checkpoint that validation selects.",
    tables: [performance(evidence.cells)],
    figures: performanceExhibit(evidence),
  };
}

function signalChapter({ cells, controls, randomOf, curves }: StudyEvidence): Chapter {
  return {
    id: "signal",
    title: "Is there a signal?",
    lead:
      "Before any method is compared with another: does adaptation beat the frozen model, does pre-training pay off, " +
      "and are the differences larger than what another seed would change?",
    tables: [
      signalTable(signals(summarize(cells, "score"))),
      pretraining([...cells, ...controls], randomOf),
    ],
    figures: curvesExhibit(curves),
  };
}

function generalizationChapter(evidence: StudyEvidence): Chapter {
  return {
    id: "generalization",
    title: "Generalization",
    lead:
      "What theory allows and what was measured. The bound grows with the number of parameters ever trained; " +
      "the measured error is the gap between test and train loss.",
    tables: [bounds(evidence.cells), generalization(evidence.cells)],
    figures: generalizationExhibit(evidence),
  };
}

function geometryChapter(evidence: StudyEvidence): Chapter {
  return {
    id: "spectra",
    title: "Inside the update",
    lead:
      "Singular values of ΔW, and the intruder dimensions: directions of the tuned weight that the base weight does not " +
      "know. Both are read off the last checkpoint, as in the paper.",
    tables: [spectra(evidence.cells)],
    figures: [...spectraExhibit(evidence), ...intruderExhibit(evidence)],
  };
}

function landscapeChapter({ cells, landscapes }: StudyEvidence): Chapter {
  return {
    id: "landscapes",
    title: "Loss landscapes",
    lead: "The validation loss around the trained weights, on a plane through them.",
    tables: [sharpnessTable(cells)],
    figures: landscapeExhibit(landscapes),
  };
}

function costChapter({ cells }: StudyEvidence): Chapter {
  return {
    id: "cost",
    title: "What is trained",
    lead: "The part of the cost that depends on no machine.",
    tables: [parameters(cells)],
    figures: [],
  };
}

function claimsChapter({ cells }: StudyEvidence): Chapter {
  return {
    id: "claims",
    title: "Claims",
    lead: "What the paper says, as statements that these numbers can contradict.",
    tables: [claimsTable([...performanceClaims(cells), ...geometryClaims(cells)])],
    figures: [],
  };
}

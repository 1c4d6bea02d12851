// The page of the synthetic study; run it with a path to look at it: `deno run -A demo_page.ts /tmp/page.html`.
import {
  chapters,
  findings,
  inPaperOrder,
  page,
  type PageContent,
  Sourced,
  type StudyEvidence,
} from "../../../analysis/mod.ts";
import {
  demoBaseSpectra,
  demoCells,
  demoControls,
  demoCurves,
  demoIntruders,
  demoLandscapes,
  demoSpectra,
} from "./demo.ts";

const drawn = <T>(value: T) => new Sourced(value, ["demo"]);

export const demoEvidence: StudyEvidence = {
  cells: demoCells,
  controls: demoControls,
  randomOf: {
    "vit-mini": "vit-mini-random",
    "roberta-mini": "roberta-mini-random",
    "gpt2-mini": "gpt2-mini-random",
  },
  curves: demoCurves.map(drawn),
  intruders: demoIntruders.map(drawn),
  spectra: demoSpectra.map(drawn),
  baseSpectra: Object.fromEntries(
    Object.entries(demoBaseSpectra).map(([model, values]) => [model, drawn(values)]),
  ),
  landscapes: demoLandscapes.map(drawn),
};

/** All of the page's input. */
export function demoContent(evidence: StudyEvidence = demoEvidence): PageContent {
  return {
    title: "Is sparsity-induced adaptation better, in miniature?",
    claim:
      "Synthetic numbers, for tests only: eleven ways to adapt a small vision and a small text model, told apart by what they train.",
    study: [
      { label: "base models", value: "vit-mini, roberta-mini" },
      { label: "data", value: "digits (5 classes), WordNet supersenses (12 classes)" },
      { label: "methods", value: "11, and the head alone" },
      { label: "seeds", value: "12, 22, 32" },
      { label: "cells", value: String(evidence.cells.length + evidence.controls.length) },
    ],
    findings: findings(evidence),
    chapters: chapters(evidence),
    methods: inPaperOrder(evidence.cells.map(({ method }) => method)),
    notes: [
      {
        label: "Training",
        value:
          "AdamW, linear schedule, rank 8, α = 16, adapters on query and value of every block.",
      },
      {
        label: "Checkpoints",
        value:
          "Scores at the checkpoint that validation selects; spectra and landscapes at the last one.",
      },
    ],
    provenance: [
      { label: "Study", value: "demo" },
      { label: "Manifest", value: "sha256:0f3a…" },
    ],
    keys: {
      [evidence.cells[0]?.values["score"]?.sources[0] ?? ""]: "b1946ac92492d2347c6235b4d2611184",
    },
  };
}

if (import.meta.main) Deno.writeTextFileSync(Deno.args[0] as string, page(demoContent()));

// Edits of what is shown, and of what is measured last: the report runs, and no training.
import type { RepositoryEdit } from "../../support/repository_edit.ts";

const runs = ["report"];

/** Edits behind all training. */
export const editsOfTheReport: readonly RepositoryEdit[] = [
  {
    claim: "a method's label and its colour, in adapters/methods.ts, run the report alone",
    replacements: [
      ["adapters/methods.ts", 'label: "LoRA",', 'label: "Plain LoRA",'],
      [
        "adapters/methods.ts",
        'family: "past",\n    mark: { hue: "blue", shape: "circle" }',
        'family: "past",\n    mark: { hue: "teal", shape: "star" }',
      ],
    ],
    runs,
  },
  {
    claim: "a method's sentence and its block run the report alone",
    replacements: [[
      "adapters/methods.ts",
      'full fine-tuning, every weight is trained",\n    family: "past"',
      'full fine-tuning, all weights are trained",\n    family: "present"',
    ]],
    runs,
  },
  {
    claim: "a figure's colour runs the report alone",
    replacements: [["analysis/figures/theme.ts", 'blue: "#0068b5"', 'blue: "#0068b6"']],
    runs,
  },
  {
    claim: "the format of a table's numbers runs the report alone",
    replacements: [[
      "analysis/tables/format.ts",
      "value.toExponential(2)",
      "value.toExponential(3)",
    ]],
    runs,
  },
  {
    claim: "the style of the page runs the report alone",
    replacements: [["analysis/page/style.ts", 'accent: ["#17506f"', 'accent: ["#17506e"']],
    runs,
  },
  {
    claim: "a study's title and claim run the report alone",
    replacements: [
      ["studies/smoke.ts", "Smoke: every stage once", "Smoke: each stage once"],
      ["studies/smoke.ts", "A run of the machinery.", "One run of the machinery."],
    ],
    runs,
  },
  {
    claim: "the bits of the bound run the bounds and the report",
    replacements: [["stages/compute_bounds.ts", "const bits = 32;", "const bits = 16;"]],
    runs: ["compute_bounds", "report"],
  },
  {
    claim: "the points of the landscape run the landscape and the report",
    replacements: [["studies/smoke.ts", "points: 5", "points: 7"]],
    runs: ["sample_landscape", "report"],
  },
];

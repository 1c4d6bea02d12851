// Edits that change no computation: not one node runs.
import type { RepositoryEdit } from "../../support/repository_edit.ts";

const runs: readonly string[] = [];

/** What no stage's bundle shows, or none of the smoke study's. */
export const editsOfNothing: readonly RepositoryEdit[] = [
  {
    claim: "a comment in models/vit.ts runs nothing",
    replacements: [["models/vit.ts", "const grid =", "// Patches a side.\nconst grid ="]],
    runs,
  },
  {
    claim: "a type in models/vit.ts runs nothing",
    replacements: [["models/vit.ts", "const prefix =", "type Side = number;\nconst prefix ="]],
    runs,
  },
  {
    claim: "one more field of an interface in stages/train.ts runs nothing",
    replacements: [[
      "stages/train.ts",
      "interface Trainer {",
      "interface Trainer {\n  readonly remarks?: ReadonlyMap<string, number>;",
    ]],
    runs,
  },
  {
    claim: "layout in stages/train.ts runs nothing",
    replacements: [["stages/train.ts", "  let sum = 0;", "\n\n\n      let sum =\n0  ;\n\n"]],
    runs,
  },
  {
    claim: "a front door that hands out one name more runs nothing",
    replacements: [[
      "models/mod.ts",
      'export { plainForward } from "./layers.ts";',
      'export { plainForward } from "./layers.ts";\nexport { perLayer } from "./named_weights.ts";',
    ]],
    runs,
  },
  {
    claim: "a function that no stage uses, beside one that all use, runs nothing",
    replacements: [[
      "stages/json_file.ts",
      "/** Writes a document",
      "export const isJson = (path: string): boolean => path.endsWith('.json');\n\n/** Writes a document",
    ]],
    runs,
  },
  {
    claim: "the scheduler, pipeline/run.ts, is in no key",
    replacements: [["pipeline/run.ts", "makeSlots(4)", "makeSlots(3)"]],
    runs,
  },
  {
    claim: "the command line, cli/spoken.ts, is in no key",
    replacements: [["cli/spoken.ts", "names.length > 12", "names.length > 13"]],
    runs,
  },
  {
    claim: "a line of the README runs nothing",
    replacements: [["README.md", "# Cairn\n\n**", "# Cairn, a heap of stones\n\n**"]],
    runs,
  },
  {
    claim: "a test runs nothing",
    replacements: [["tests/data/split_test.ts", "// Tests", "// Claims"]],
    runs,
  },
  {
    claim: "the line width of deno.json runs nothing",
    replacements: [["deno.json", '"lineWidth": 100', '"lineWidth": 99']],
    runs,
  },
  {
    claim: "the integrity of a package that no stage reaches (playwright-core) runs nothing",
    replacements: [["deno.lock", "sha512-hqPpz7blSMPxWV", "sha512-AAAAz7blSMPxWV"]],
    runs,
  },
  {
    claim: "what is made of a method that the study does not use runs nothing",
    replacements: [["adapters/methods.ts", '{ a: "shuffled windows" }', '{ a: "random columns" }']],
    runs,
  },
  {
    claim: "a method that is added to adapters/methods.ts runs nothing",
    replacements: [[
      "adapters/methods.ts",
      "  rc3la: {",
      '  scratch: { label: "S", meaning: "s", design: { ...lora, a: "first columns", trains: "B" } },\n  rc3la: {',
    ]],
    runs,
  },
  {
    claim: "another study, studies/mini.ts, runs nothing of this one",
    replacements: [["studies/mini.ts", 'name: "mini"', 'name: "maxi"']],
    runs,
  },
  {
    claim: "the order of a study's keys runs nothing",
    replacements: [[
      "studies/smoke.ts",
      "rate: 2e-3,\n      rank: 2,",
      "rank: 2,\n      rate: 2e-3,",
    ]],
    runs,
  },
];

// What there is to choose from: the names that `cairn list` prints, with a line about each.
import { type MethodName, methods } from "../adapters/mod.ts";
import { datasets } from "../data/mod.ts";
import { architectures } from "../models/mod.ts";
import { studies } from "./find_study.ts";
import { cells, type StudyInput, studySchema } from "./study.ts";

/** One thing that a study can name. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
}

/** Trained, frozen, and what happens at a link's end (facts, Table M). */
const methodSummaries: Readonly<Record<MethodName, string>> = {
  fft: "full fine-tuning: every weight",
  head: "the task's head alone, as a control",
  lora: "LoRA: A and B, A uniform ±1/√in, B zero",
  loraplus: "LoRA+: as LoRA, B at 16 times the rate",
  cola: "CoLA: a chain of LoRA, merged after each link, A drawn anew",
  asym: "Asymmetric LoRA: B alone, A drawn once",
  rac: "RAC-LoRA: a chain of asymmetric LoRA",
  cla: "cLA: B alone, A the first columns of the identity",
  rcla: "r-cLA: B alone, A random columns of the identity",
  c3la: "c3LA: a chain of cLA, the next window of columns for each link",
  rc3la: "r-c3LA: a chain of cLA, windows in random order",
  paca: "PaCA: r random columns of the weight itself",
  ba: "masked BA: as LoRA, of the product only what is large in its row and column",
};

/** The lists of `cairn list`. */
export const catalogue = {
  get methods(): Entry[] {
    return (Object.keys(methods) as MethodName[]).map((name) => ({
      name,
      summary: methodSummaries[name],
    }));
  },
  get models(): Entry[] {
    return Object.values(architectures).flatMap(({ name, presets }) =>
      Object.keys(presets).map((preset) => ({
        name: preset,
        summary: `${name}, a preset of the hub's sizes`,
      }))
    );
  },
  get datasets(): Entry[] {
    return Object.values(datasets).map(({ name, source }) => ({ name, summary: source }));
  },
  get studies(): Entry[] {
    return Object.values(studies).map((study) => studyEntry(study));
  },
};

function studyEntry(input: StudyInput): Entry {
  const study = studySchema.parse(input);
  const count = cells(study).length;
  return { name: study.name, summary: `${study.title} (${count} cells)` };
}

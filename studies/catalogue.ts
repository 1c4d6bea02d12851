// What there is to choose from: the names that `cairn list` prints, with a line about each.
import {
  checkOptions,
  type Choice,
  choicesOf,
  formulaOf,
  type Method,
  type MethodName,
  methods,
  type Proof,
  proofs,
} from "../adapters/mod.ts";
import { datasets } from "../data/mod.ts";
import { studies } from "./find_study.ts";
import { type Preset, presets, sizeOfModel, taskInWords } from "./preset.ts";
import { cells, type StudyInput, studySchema } from "./study.ts";

/** One thing that a study can name. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
}

/** A method: its other readings, how many numbers it trains, and what proves it. */
export interface MethodEntry extends Entry {
  readonly name: MethodName;
  readonly formula: string;
  /** Where a reading trains another number: its formula, by `option=value`. */
  readonly otherFormulas: Readonly<Record<string, string>>;
  readonly options: readonly Choice[];
  readonly proof: Proof;
}

/** A model by the name of its preset. */
export interface ModelEntry extends Entry {
  readonly architecture: string;
  readonly parameters: number;
}

/** Trained, frozen, and what happens at a link's end (docs/paper.md, Table M). */
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
  dpaca: "dPaCA: the first r columns of the weight itself",
  cpaca: "cPaCA: a chain of PaCA, other random columns for each link",
  dcpaca: "dcPaCA: a chain of PaCA, the next window of columns for each link",
  ba: "masked BA: as LoRA, of the product only what is large in its row and column",
};

/** The lists of `cairn list`. */
export const catalogue = {
  get methods(): MethodEntry[] {
    return (Object.keys(methods) as MethodName[]).map(methodEntry);
  },
  get models(): ModelEntry[] {
    return [...presets().values()].map(modelEntry);
  },
  get datasets(): Entry[] {
    return Object.values(datasets).map(({ name, source }) => ({ name, summary: source }));
  },
  get studies(): Entry[] {
    return Object.values(studies).map((study) => studyEntry(study));
  },
};

function methodEntry(name: MethodName): MethodEntry {
  const method = methods[name];
  const options = choicesOf(method);
  const formula = formulaOf(method.rule(method.options.parse({}))).text;
  const readings = options.flatMap((option) =>
    option.values.flatMap((value) => {
      const other = formulaWith(method, { [option.name]: value }) ?? formula;
      return other === formula ? [] : [[`${option.name}=${value}`, other] as const];
    })
  );
  return {
    name,
    summary: methodSummaries[name],
    formula,
    otherFormulas: Object.fromEntries(readings),
    options,
    proof: proofs[name],
  };
}

/** Nothing where the words are no value, as "any above 0". */
function formulaWith(method: Method, options: Record<string, string>): string | undefined {
  const checked = checkOptions(method, options);
  return checked.ok ? formulaOf(method.rule(checked.value)).text : undefined;
}

function modelEntry(preset: Preset): ModelEntry {
  const { name, architecture, task } = preset;
  const parameters = sizeOfModel(preset);
  const summary = `${architecture.name}, ${parameters.toLocaleString("en-US")} parameters for ${
    taskInWords(task)
  }`;
  return { name, summary, architecture: architecture.name, parameters };
}

function studyEntry(input: StudyInput): Entry {
  const study = studySchema.parse(input);
  const count = cells(study).length;
  return { name: study.name, summary: `${study.title} (${count} cells)` };
}

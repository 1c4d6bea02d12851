// What there is to choose from: the names that `cairn list` prints, with a line about each.
import {
  checkOptions,
  type Choice,
  choicesOf,
  formulaOf,
  type Method,
  type MethodName,
  methodNamed,
  methodNames,
  methods,
  type Proof,
} from "../adapters/mod.ts";
import { datasets } from "../data/mod.ts";
import { studies } from "./parse_study.ts";
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

/** The lists of `cairn list`. */
export const catalogue = {
  get methods(): MethodEntry[] {
    return methodNames.map(methodEntry);
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

const conformance: Proof = { by: "conformance", except: [] };

function methodEntry(name: MethodName): MethodEntry {
  const { label, meaning, proof = conformance } = methods[name];
  const method = methodNamed(name);
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
    summary: `${label}: ${meaning}`,
    formula,
    otherFormulas: Object.fromEntries(readings),
    options,
    proof,
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

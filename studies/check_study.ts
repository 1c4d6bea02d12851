// What a schema cannot see: that the names in a study refer to something.
import { z } from "zod";
import { checkOptions, chooseTargets, methodNamed, methods } from "../adapters/mod.ts";
import { type Dataset, type DatasetName, datasets } from "../data/mod.ts";
import {
  type ArchitectureName,
  architectures,
  backboneTargets,
  unknownKeys,
} from "../models/mod.ts";
import type { Result } from "../pipeline/mod.ts";
import { issueInWords } from "./issue_in_words.ts";
import { suggestion } from "./nearest.ts";
import { sharedNames } from "./shared_names.ts";
import { type Cell, cells, type LandscapeRow, recipeOf, type Study } from "./study.ts";

/** The study, or the first name in it that refers to nothing, with the path to it. */
export function checkStudy(study: Study, where: string): Result<Study> {
  const [problem] = problems(study);
  if (problem === undefined) return { ok: true, value: study };
  return { ok: false, reason: "invalid-study", message: `Study ${where}: ${problem}` };
}

function* problems(study: Study): Generator<string> {
  yield* dataProblems(study);
  yield* modelProblems(study);
  yield* gridProblems(study);
  yield* sharedNames(study);
  yield* exhibitProblems(study);
}

function* dataProblems(study: Study): Generator<string> {
  for (const [id, { dataset, parameters, tokenizer }] of Object.entries(study.data)) {
    yield* refers(`data.${id}.dataset`, dataset, datasets);
    if (Object.hasOwn(datasets, dataset)) {
      yield* parameterProblems(`data.${id}`, datasets[dataset as DatasetName], {
        parameters,
        tokenizer,
      });
    }
    if (tokenizer !== undefined) yield* refers(`data.${id}.tokenizer`, tokenizer, study.data);
  }
}

/** What `prepare_data` would refuse, said before anything runs. */
function* parameterProblems(
  place: string,
  dataset: Dataset,
  { parameters, tokenizer }: Pick<Study["data"][string], "parameters" | "tokenizer">,
): Generator<string> {
  const parsed = dataset.parameters.safeParse(parameters, { reportInput: true });
  for (const issue of parsed.error?.issues ?? []) {
    const within = { ...issue, path: ["parameters", ...issue.path] };
    yield `${place}.${issueInWords(within, z.object({ parameters: dataset.parameters }), "")}`;
  }
  if (dataset.needs.includes("tokenizer") && tokenizer === undefined) {
    yield `${place}.tokenizer is missing: ${dataset.name} needs the data whose tokenizer it uses`;
  }
}

function* modelProblems(study: Study): Generator<string> {
  for (const [id, { architecture, config, pretraining }] of Object.entries(study.models)) {
    const parsed = architectures[architecture].parseConfig(config);
    if (!parsed.ok) yield `models.${id}.config: ${parsed.message}`;
    yield* misspelled(`models.${id}.config`, architecture, config);
    if (pretraining === undefined) continue;
    yield* refers(`models.${id}.pretraining.data`, pretraining.data, study.data);
    yield* refers(`models.${id}.pretraining.recipe`, pretraining.recipe, study.recipes);
  }
}

/** A key that is like a known one is a slip; another may be of a library that nobody here knows. */
function* misspelled(
  place: string,
  name: ArchitectureName,
  config: Readonly<Record<string, unknown>>,
): Generator<string> {
  const architecture = architectures[name];
  for (const key of unknownKeys(architecture, config)) {
    const hint = suggestion(key, architecture.keys);
    if (hint !== "") yield `${place} has the unknown key '${key}'${hint}`;
  }
}

/** What the configs of a study have and nothing here reads: the keys by model, where there are any. */
export function unreadKeys(study: Pick<Study, "models">): Readonly<Record<string, string[]>> {
  const all = Object.entries(study.models).map(([id, { architecture, config }]) =>
    [id, unknownKeys(architectures[architecture], config)] as const
  );
  return Object.fromEntries(all.filter(([, keys]) => keys.length > 0));
}

/** Errors: `unknown-key` for the first key that nothing here reads. */
export function checkKeys(study: Study): Result<Study> {
  const [first] = Object.entries(unreadKeys(study));
  if (first === undefined) return { ok: true, value: study };
  const [id, [key]] = first;
  const why = `models.${id}.config has the key '${key}', which nothing here reads`;
  const message = `Study ${study.name}: ${why}: remove it, or leave out --strict to keep it`;
  return { ok: false, reason: "unknown-key", message };
}

function* gridProblems(study: Study): Generator<string> {
  for (const [index, grid] of study.grids.entries()) {
    const place = `grids.${index}`;
    for (const model of grid.models) yield* refers(`${place}.models`, model, study.models);
    for (const method of grid.methods) yield* refers(`${place}.methods`, method, methods);
    yield* refers(`${place}.data`, grid.data, study.data);
    yield* refers(`${place}.recipe`, grid.recipe, study.recipes);
    if (Object.hasOwn(study.recipes, grid.recipe)) yield* optionProblems(study, grid);
  }
}

/** Options are a method's own: what one reads another refuses. Targets must be there in each model. */
function* optionProblems(study: Study, grid: Study["grids"][number]): Generator<string> {
  for (const method of grid.methods) {
    const { options, targets } = recipeOf(study, grid.recipe, method);
    const place = `recipes.${grid.recipe}.methods.${method}`;
    const checked = checkOptions(methodNamed(method), options);
    if (!checked.ok) yield `${place}.options: ${checked.message}`;
    for (const model of grid.models) yield* targetProblems(study.models[model], targets, place);
  }
}

function* targetProblems(
  model: Study["models"][string] | undefined,
  targets: readonly string[],
  place: string,
): Generator<string> {
  if (model === undefined) return;
  const architecture = architectures[model.architecture];
  const parsed = architecture.parseConfig(model.config);
  if (!parsed.ok) return;
  const chosen = chooseTargets(backboneTargets(architecture, parsed.value), targets);
  if (!chosen.ok) yield `${place}.targets: ${chosen.message}`;
}

function* exhibitProblems(study: Study): Generator<string> {
  for (const [index, { pretrained, random }] of study.exhibits.pretraining.entries()) {
    yield* refers(`exhibits.pretraining.${index}.pretrained`, pretrained, study.models);
    yield* refers(`exhibits.pretraining.${index}.random`, random, study.models);
  }
  const all = cells(study);
  for (const [index, row] of study.exhibits.landscapes.entries()) {
    yield* landscapeProblems(all, row, `exhibits.landscapes.${index}`);
  }
}

function* landscapeProblems(
  all: readonly Cell[],
  row: LandscapeRow,
  place: string,
): Generator<string> {
  if (row.points % 2 === 0) yield `${place}.points must be odd: current value is ${row.points}`;
  for (const method of row.methods) {
    const id = `${row.model}/${row.data}/${method}/seed=${row.seed}`;
    if (!all.some((cell) => cell.id === id)) {
      yield `${place}: no grid of this study has the cell ${id}`;
    }
  }
}

function* refers(
  place: string,
  name: string,
  known: Readonly<Record<string, unknown>>,
): Generator<string> {
  if (Object.hasOwn(known, name)) return;
  const names = Object.keys(known);
  yield `${place} names '${name}'${suggestion(name, names)}, but there is only ${names.join(", ")}`;
}

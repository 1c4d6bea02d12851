// How one cell becomes nodes: the picture of the graph.
//
//   initialize_model ──► inject_adapter ──► train ─────────────► base weights of a model
//   prepare_data ───────────▲                                            │
//                                                                        ▼
//   prepare_data ─────────────────────────────────────────────► inject_adapter ──► train ──► evaluate
//                                                                    │               │          │
//                              analyze_spectrum (W0, once a model) ──┼───────────────┤          ▼
//                                                                    └► analyze_spectrum ► compute_bounds
//                                                                       sample_landscape       report
import type { FileRef, Node } from "../pipeline/mod.ts";
import * as stages from "../stages/mod.ts";
import { type Cell, cells, type LandscapeRow, recipeOf, type Study } from "./study.ts";
import {
  boundParameters,
  injectParameters,
  type Training,
  trainParameters,
} from "./training_parameters.ts";

/** The files that a cell starts from: a model's configuration and weights. */
interface Base {
  readonly config: FileRef;
  readonly weights: FileRef;
}

const ref = (node: string, file: string): FileRef => ({ node, file });

/** The name of a node: its stage and what it is about. */
export const nodeName = (stage: string, subject: string): string => `${stage}:${subject}`;

/** Data once for every model and method: splits, their description, a tokenizer. */
export function dataNode(study: Study, id: string): Node {
  const { dataset, parameters, tokenizer } = study.data[id] as Study["data"][string];
  return {
    name: nodeName("prepare_data", id),
    stage: stages.prepareData,
    parameters: { dataset, parameters },
    inputs: tokenizer === undefined
      ? {}
      : { tokenizer: ref(nodeName("prepare_data", tokenizer), "tokenizer.json") },
  };
}

/** A model's initial weights and, where the study has it pre-trained, the run that trains them. */
export function modelNodes(study: Study, id: string): Node[] {
  const { architecture, config, seed, pretraining } = study.models[id] as Study["models"][string];
  const initialize: Node = {
    name: nodeName("initialize_model", id),
    stage: stages.initializeModel,
    parameters: { architecture, config, seed },
    inputs: {},
  };
  const spectrum = baseSpectrumNode(study, id);
  if (pretraining === undefined) return [initialize, spectrum];
  const subject = `${id}/pretraining`;
  const { data, seed: trainingSeed } = pretraining;
  const recipe = recipeOf(study, pretraining.recipe, "fft");
  const training: Training = { subject, method: "fft", seed: trainingSeed, data, recipe };
  return [initialize, ...trainingNodes(training, initialBase(id)), spectrum];
}

/** Its modules come as data: the analysis knows no architecture. */
function baseSpectrumNode(study: Study, id: string): Node {
  return {
    name: nodeName("analyze_spectrum", id),
    stage: stages.analyzeSpectrum,
    parameters: { targets: targetsOf(study, id) },
    inputs: {
      targets: ref(nodeName("initialize_model", id), "targets.json"),
      weights: baseOf(study, id).weights,
    },
  };
}

/** What the cells of a model adapt, each wish once. */
function targetsOf(study: Study, model: string): string[][] {
  const wishes = cells(study).filter((cell) => cell.model === model).map((cell) =>
    cell.recipe.targets
  );
  return [...new Map(wishes.map((wish) => [String(wish), wish])).values()];
}

const initialBase = (model: string): Base => ({
  config: ref(nodeName("initialize_model", model), "config.json"),
  weights: ref(nodeName("initialize_model", model), "model.safetensors"),
});

/** Pre-trained weights are the checkpoint that the model's own training run selected. */
function baseOf(study: Study, model: string): Base {
  const initial = initialBase(model);
  if (study.models[model]?.pretraining === undefined) return initial;
  return {
    ...initial,
    weights: ref(nodeName("train", `${model}/pretraining`), "best.safetensors"),
  };
}

/** `inject_adapter` and `train`: the one joint and the one trainer, pre-training included. */
function trainingNodes(training: Training, base: Base): Node[] {
  const { subject, data } = training;
  const inject = nodeName("inject_adapter", subject);
  const prepared = nodeName("prepare_data", data);
  return [
    {
      name: inject,
      stage: stages.injectAdapter,
      parameters: injectParameters(training),
      inputs: { ...base, data: ref(prepared, "data.json") },
    },
    {
      name: nodeName("train", subject),
      stage: stages.train,
      parameters: trainParameters(training),
      inputs: {
        adapter: ref(inject, "adapter.json"),
        initial: ref(inject, "initial.safetensors"),
        links: ref(inject, "links.safetensors"),
        step: ref(inject, "train.onnx"),
        forward: ref(inject, "evaluate.onnx"),
        merge: ref(inject, "merge.onnx"),
        weights: base.weights,
        data: ref(prepared, "data.json"),
        train: ref(prepared, "train.safetensors"),
        validation: ref(prepared, "validation.safetensors"),
      },
    },
  ];
}

/** The nodes of one cell, behind its data and its base model. */
export function cellNodes(study: Study, cell: Cell): Node[] {
  const base = baseOf(study, cell.model);
  const training = { ...cell, subject: cell.id };
  const measured = [evaluateNode(cell, base), boundsNode(cell), spectrumNode(cell, base)];
  return [...trainingNodes(training, base), ...measured];
}

/** What a trained cell is made of, for the stages that look at it. */
function trained(cell: Cell, base: Base, checkpoint: string): Record<string, FileRef> {
  const inject = nodeName("inject_adapter", cell.id);
  return {
    weights: base.weights,
    adapter: ref(inject, "adapter.json"),
    checkpoint: ref(nodeName("train", cell.id), checkpoint),
  };
}

function evaluateNode(cell: Cell, base: Base): Node {
  const file = (name: string) => ref(nodeName("prepare_data", cell.data), name);
  return {
    name: nodeName("evaluate", cell.id),
    stage: stages.evaluate,
    parameters: {},
    inputs: {
      ...trained(cell, base, "best.safetensors"),
      forward: ref(nodeName("inject_adapter", cell.id), "evaluate.onnx"),
      data: file("data.json"),
      train: file("train.safetensors"),
      validation: file("validation.safetensors"),
      test: file("test.safetensors"),
    },
  };
}

function spectrumNode(cell: Cell, base: Base): Node {
  return {
    name: nodeName("analyze_spectrum", cell.id),
    stage: stages.analyzeSpectrum,
    parameters: {},
    inputs: {
      ...trained(cell, base, "last.safetensors"),
      merge: ref(nodeName("inject_adapter", cell.id), "merge.onnx"),
      base: ref(nodeName("analyze_spectrum", cell.model), "vectors.safetensors"),
    },
  };
}

function boundsNode(cell: Cell): Node {
  return {
    name: nodeName("compute_bounds", cell.id),
    stage: stages.computeBounds,
    parameters: boundParameters(cell),
    inputs: {
      adapter: ref(nodeName("inject_adapter", cell.id), "adapter.json"),
      evaluation: ref(nodeName("evaluate", cell.id), "evaluation.json"),
      spectrum: ref(nodeName("analyze_spectrum", cell.id), "spectrum.json"),
      data: ref(nodeName("prepare_data", cell.data), "data.json"),
    },
  };
}

/** The loss around the checkpoint that validation selects, along the directions that the exhibit asks for. */
export function landscapeNode(study: Study, cell: Cell, row: LandscapeRow): Node {
  const inject = nodeName("inject_adapter", cell.id);
  const training = nodeName("train", cell.id);
  const { directions, points, batches } = row;
  return {
    name: nodeName("sample_landscape", cell.id),
    stage: stages.sampleLandscape,
    parameters: { directions, points, batches, seed: cell.seed },
    inputs: {
      weights: baseOf(study, cell.model).weights,
      adapter: ref(inject, "adapter.json"),
      merge: ref(inject, "merge.onnx"),
      landscape: ref(inject, "landscape.onnx"),
      trajectory: ref(training, "trajectory.safetensors"),
      metrics: ref(training, "metrics.json"),
      data: ref(nodeName("prepare_data", cell.data), "data.json"),
      validation: ref(nodeName("prepare_data", cell.data), "validation.safetensors"),
    },
  };
}

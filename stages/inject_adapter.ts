// inject_adapter: the joint. Model, method and shape of the batches become initial tensors and traced graphs.
//
// The graphs are the exact computation, as bytes: `train` is keyed by them and knows neither model nor
// method, so that a change of code which gives equal graphs trains nothing anew.
import {
  attach,
  checkOptions,
  chooseTargets,
  describe,
  type Design,
  methodOf,
} from "../adapters/mod.ts";
import { backboneTargets } from "../models/mod.ts";
import { torchAdamW as adamw } from "../engine/mod.ts";
import { writeSafetensors } from "../engine/run.ts";
import { defineStage, type Work } from "../pipeline/mod.ts";
import { openBaseModel } from "./base_model.ts";
import type { AdapterCard, DataCard } from "./cards.ts";
import { expectValue } from "./expect_value.ts";
import { startingWeights } from "./injection/starting_weights.ts";
import { type Joint, traceGraphs } from "./injection/trace_graphs.ts";
import { readJson, writeJson } from "./json_file.ts";
import { prefixed, type Tensors } from "./tensor_file.ts";

export interface InjectAdapterParameters {
  /** Its name, for documents and sentences. */
  readonly method: string;
  /** What it is made of: all that is computed of it is here. */
  readonly design: Design;
  readonly seed: number;
  readonly rank: number;
  readonly alpha: number;
  /** What is adapted and studied; see `chooseTargets`. */
  readonly targets: readonly string[];
  /** Links of a chain; methods without one have 1 whatever is said here. */
  readonly links: number;
  readonly batch: number;
  readonly weightDecay: number;
  readonly headRate: number;
  /** Largest global norm of the gradient; null: no clipping. */
  readonly clip: number | null;
  /** Other readings of the method (docs/paper.md, Table M). */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Writes `adapter.json`, the tensors at the start (`initial`) and at the start of each further link (`links`), and
 * four graphs: a training step, the evaluation, the merge, and the dense model for landscapes.
 */
export const injectAdapter = defineStage<InjectAdapterParameters>({
  name: "inject_adapter",
  module: import.meta.url,
  environment: "pure",
  outputs: [
    "adapter.json",
    "initial.safetensors",
    "links.safetensors",
    "train.onnx",
    "evaluate.onnx",
    "merge.onnx",
    "landscape.onnx",
  ],
  async run(work) {
    const joint = await join(work);
    const { parameters, output } = work;
    for (const remark of joint.start.remarks) work.warn(remark);
    const { step, evaluation, merge, landscape } = traceGraphs(joint, parameters.clip);
    await Deno.writeFile(output("train.onnx"), step.bytes);
    await Deno.writeFile(output("evaluate.onnx"), evaluation.bytes);
    await Deno.writeFile(output("merge.onnx"), merge.bytes);
    await Deno.writeFile(output("landscape.onnx"), landscape.bytes);
    await writeSafetensors(output("initial.safetensors"), joint.attachment.initial);
    await writeSafetensors(output("links.safetensors"), linkTensors(joint.attachment.draws));
    await writeJson(output("adapter.json"), cardOf(joint, parameters, step.dropout));
  },
});

async function join({ parameters, inputs }: Work<InjectAdapterParameters>): Promise<Joint> {
  const data = await readJson<DataCard>(inputs.data);
  const model = await openBaseModel(inputs);
  const method = methodOf(parameters.method, parameters.design);
  const { seed, rank, alpha, links, weightDecay, headRate, targets } = parameters;
  expectValue(chooseTargets(backboneTargets(model.architecture, model.config), targets));
  const options = expectValue(checkOptions(method, parameters.options));
  const start = expectValue(startingWeights(model, data.task, seed));
  const attachment = attach(method, { ...model, task: data.task, weights: start.value }, {
    seed,
    rank,
    alpha,
    targets,
    links,
    weightDecay,
    headRate,
    options,
  });
  return { method, model, start, attachment, data, batch: parameters.batch };
}

/** `link/<j>/<tensor>`: what overwrites trained and fed tensors when link j begins. */
function linkTensors(draws: readonly Tensors[]): Tensors {
  return Object.assign({}, ...draws.map((draw, index) => prefixed(`link/${index + 1}/`, draw)));
}

function cardOf(
  { method, model, attachment, data, batch }: Joint,
  { rank, alpha }: InjectAdapterParameters,
  dropout: AdapterCard["dropout"],
): AdapterCard {
  const architecture = model.architecture.name;
  return {
    ...describe(method, attachment),
    architecture,
    task: data.task,
    batch,
    rank,
    alpha,
    adamw,
    dropout,
  };
}

// An adapter that stock `peft` saved, through our own reader and our own model.
import { join } from "node:path";
import { checkPeftFiles, loadPeft, peftFiles } from "../../adapters/mod.ts";
import { traceForward } from "../../engine/mod.ts";
import { openSession, readSafetensors, type Value } from "../../engine/run.ts";
import { type ArchitectureName, architectures, type Task } from "../../models/mod.ts";
import { failure, type Result, success } from "../../pipeline/mod.ts";
import type { Feeds } from "../../stages/batch_feeds.ts";
import { readJson } from "../../stages/json_file.ts";
import { readTensors } from "../../stages/tensor_file.ts";
import type { Outputs } from "./own_outputs.ts";

/** A base model that we exported, and the task that its head is for. */
export interface Base {
  readonly folder: string;
  readonly task: Task;
}

/** Our outputs with the adapter of `folder`; refused where the reader refuses. */
export async function loadedOutputs(
  folder: string,
  base: Base,
  inputs: Feeds,
): Promise<Result<Outputs>> {
  const { task } = base;
  const json = await readJson<{ "model_type": ArchitectureName }>(join(base.folder, "config.json"));
  const architecture = architectures[json.model_type];
  const config = architecture.parseConfig(json);
  if (!config.ok) return config;
  const document = await readFolder(folder);
  if (!document.ok) return document;
  const model = { architecture, config: config.value, task };
  const loaded = loadPeft(document.value, model);
  if (!loaded.ok) return loaded;
  const file = await readSafetensors(join(base.folder, "model.safetensors"));
  const weights = architecture.weights(config.value, task).map(({ name }) =>
    [name, file.read(name)] as const
  );
  const values = { ...Object.fromEntries(weights), ...loaded.value.values };
  const graph = traceForward({
    batch: specsOf(inputs),
    inputs: specsOf(values),
    frozen: [],
    outputs: (named, batch) => {
      const forward = loaded.value.forward(named);
      const outputs = architecture.forward(config.value, task, forward, batch);
      return { logits: outputs.logits, losses: architecture.loss(task, outputs, batch) };
    },
  });
  const session = await openSession(graph.bytes, { threads: 1 });
  const kind = task.kind.endsWith("_lm") ? "losses" : "logits";
  const outputs = await session.run({ ...values, ...inputs });
  return success({ numbers: (outputs[kind] as Value).data as Float32Array, kind });
}

async function readFolder(folder: string) {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const files = checkPeftFiles(names);
  if (!files.ok) return failure(files.reason, files.message);
  const config = await readJson<unknown>(join(folder, peftFiles.config));
  return success({ config, tensors: await readTensors(join(folder, peftFiles.tensors)) });
}

function specsOf(values: Feeds) {
  return Object.entries(values).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
}

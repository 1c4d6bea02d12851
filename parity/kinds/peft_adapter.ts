// Adapters in `peft`'s layout, as `peft` wrote them or as an exporter should: the logits on their base model.
import { join } from "node:path";
import { z } from "zod";
import { checkPeftFiles, type LoadedPeft, loadPeft, peftFiles } from "../../adapters/mod.ts";
import type { PeftFolder } from "../../adapters/mod.ts";
import { traceForward } from "../../engine/mod.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { measure } from "../measure.ts";
import { bestElements, openTensors, readJson, valuesUnder } from "../reference_file.ts";
import { type LoadedModel, openReference } from "../reference_model.ts";
import { constantsOf, runOnce, specsOf, type Values } from "../plans.ts";

/** The folder `adapter` on `model`: the logits of the first of `batches` against those in `expected`. */
export const peftAdapter: Kind = { check };

async function check(context: CaseContext): Promise<Check[]> {
  const model = await openReference(context.file("model"), context);
  const loaded = loadPeft(await readFolder(context.file("adapter")), model);
  if (!loaded.ok) throw new Error(loaded.message);
  const batch = valuesUnder(await openTensors(context.file("batches")), "batch.0.");
  const logits = await logitsOf(model, loaded.value, batch);
  const expected = await openTensors(context.file("expected"));
  const place = "logits.final";
  return [
    measure({ name: "logits", ...context.tolerance("logits") }, [
      { place, actual: logits?.data, expected: bestElements(expected, place) },
    ]),
  ];
}

async function readFolder(folder: string): Promise<PeftFolder> {
  const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const found = checkPeftFiles(files);
  if (!found.ok) throw new Error(found.message);
  const config = await readJson(join(folder, peftFiles.config), z.unknown());
  return { config, tensors: valuesUnder(await openTensors(join(folder, peftFiles.tensors)), "") };
}

/** Whatever the adapter brings is fed; the rest of the base model is in the graph. */
async function logitsOf(
  model: LoadedModel,
  { values, replaced, forward }: LoadedPeft,
  batch: Values,
) {
  const { architecture, config, task } = model;
  const own = model.names.map(({ name }) => name).filter((name) => !replaced.includes(name));
  const graph = traceForward({
    batch: specsOf(batch),
    inputs: specsOf(values),
    frozen: constantsOf(model, own),
    outputs: (named, tensors) => ({
      logits: architecture.forward(config, task, forward(named), tensors).logits,
    }),
  });
  return (await runOnce(graph, { ...batch, ...values })).logits;
}

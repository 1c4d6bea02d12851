// ViT's particulars: patches are cut as a strided convolution sees them.
import assert from "node:assert/strict";
import type { Value } from "../../engine/run.ts";
import { plainForward } from "../../models/mod.ts";
import { eager } from "../support/both_engines.ts";
import type { Values } from "../support/both_engines.ts";
import { assertClose } from "../support/closeness.ts";
import { specsOf } from "../../parity/plans.ts";
import { modelOf, tinyConfig, tinyModel, withValues } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";
import { tinyBatch } from "../support/tiny_batches.ts";
import { initialize } from "../../models/mod.ts";

function colourModel(): LoadedModel {
  const json = { ...tinyConfig("vit"), "num_channels": 3, "qkv_bias": false };
  const base = modelOf("vit", json, { kind: "image_classification", labels: 3 });
  return withValues(base, initialize(base.names, 0.3, ["colour"]));
}

async function embedded(model: LoadedModel, batch: Values): Promise<Value> {
  const { architecture, config, task, values } = model;
  const { first } = await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(values),
    frozen: [],
    outputs: (weights, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(weights), tensors);
      return { first: outputs.hiddenStates[0] as never };
    },
  }, { ...batch, ...values });
  return first as Value;
}

/** Embedding by the definition: a sum over channels and the pixels of a patch. */
function byHand({ values }: LoadedModel, pixels: Value): (at: readonly number[]) => number {
  const data = (name: string) => values[`vit.embeddings.${name}`]?.data as Float32Array;
  const kernel = data("patch_embeddings.projection.weight"); // [16, 3, 4, 4]
  return ([image = 0, token = 0, unit = 0]) => {
    const place = data("position_embeddings")[token * 16 + unit] as number;
    if (token === 0) return place + (data("cls_token")[unit] as number);
    const [top, left] = [4 * Math.floor((token - 1) / 2), 4 * ((token - 1) % 2)];
    let sum = place + (data("patch_embeddings.projection.bias")[unit] as number);
    for (let index = 0; index < 48; index++) {
      const [channel, y, x] = [Math.floor(index / 16), Math.floor(index / 4) % 4, index % 4];
      const pixel = ((image * 3 + channel) * 8 + top + y) * 8 + left + x;
      sum += (kernel[unit * 48 + index] as number) * (pixels.data[pixel] as number);
    }
    return sum;
  };
}

Deno.test("vit embeds patches, positions and the class token as defined", async () => {
  const model = colourModel();
  const batch = tinyBatch(model, "patches");
  const actual = await embedded(model, batch);
  assert.deepEqual(actual.shape, [3, 5, 16]);
  const at = byHand(model, batch["pixel_values"] as Value);
  const data = Float32Array.from(
    actual.data,
    (_, index) => at([Math.floor(index / 80), Math.floor(index / 16) % 5, index % 16]),
  );
  assertClose("embeddings", [actual, { data }], 1e-5);
});

Deno.test("vit has no biases on query, key and value where qkv_bias is false", () => {
  const missing = (model: LoadedModel) => tinyModel("vit").names.length - model.names.length;
  assert.equal(missing(colourModel()), 2 * 3);
});

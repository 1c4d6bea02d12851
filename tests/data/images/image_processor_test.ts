// Tests of image processors: transformers' values, and configurations that are refused.
import assert from "node:assert/strict";
import { imageProcessor } from "../../../data/mod.ts";
import { expected, picture, plain, processorOf } from "./pillow.ts";
import { valueOf } from "../value_of.ts";

const vit = { "image_processor_type": "ViTImageProcessor" };

for (const { config, shape, values } of expected.processed) {
  Deno.test(`pixelValues() gives transformers' values for ${JSON.stringify(config)}`, () => {
    const found = valueOf(processorOf(config).pixelValues([picture]));
    assert.deepEqual(found.shape, [1, ...shape]);
    assert.ok(values.every((value, i) => Math.abs(value - (found.data[i] as number)) < 1e-6));
  });
}

Deno.test("imageProcessor() reads the spellings of transformers 4 and 5 and of older ones alike", () => {
  const size = 6;
  const spellings = [
    { ...vit, size },
    { "feature_extractor_type": "ViTFeatureExtractor", size },
    {
      "image_processor_type": "ViTImageProcessorFast",
      size,
      "data_format": "channels_first",
      "do_convert_rgb": null,
    },
    {
      "image_processor_type": "ViTImageProcessor",
      size: { height: size, width: size },
      "crop_size": null,
    },
  ];
  const [first, ...others] = spellings.map((each) => processorOf(each).prepare(picture));
  for (const other of others) assert.deepEqual(other, first);
});

Deno.test("imageProcessor() keeps proportions where only the shorter side is given", () => {
  const processor = processorOf({ ...vit, size: { "shortest_edge": 6 } });
  assert.deepEqual(processor.prepare(plain(13, 9, 1)).shape, [3, 6, 8]);
  assert.deepEqual(processor.prepare(plain(9, 13, 1)).shape, [3, 8, 6]);
  const unequal = processor.pixelValues([plain(13, 9, 1), plain(9, 9, 1)]);
  assert.ok(!unequal.ok && unequal.reason === "sizes-differ");
  assert.equal(unequal.message, "Cannot stack a picture of shape [3,6,6] on [3,6,8]");
});

Deno.test("pixelValues() stacks pictures of different sizes that are resized to one", () => {
  const processor = processorOf({ ...vit, size: 4 });
  const { shape, data } = valueOf(processor.pixelValues([plain(9, 3, 255), plain(2, 7, 0)]));
  assert.deepEqual(shape, [2, 3, 4, 4]);
  assert.deepEqual(new Set(data.subarray(0, 48)), new Set([1]));
  assert.deepEqual(new Set(data.subarray(48)), new Set([-1]));
});

function refusal(config: unknown): string {
  const result = imageProcessor(typeof config === "string" ? config : JSON.stringify(config));
  return result.ok ? "none" : `${result.reason}: ${result.message}`;
}

Deno.test("imageProcessor() refuses a class that it does not know", () => {
  const known = "known are ViTImageProcessor, DeiTImageProcessor";
  const clip = refusal({ "image_processor_type": "CLIPImageProcessor" });
  assert.equal(
    clip,
    `unknown-image-processor: Cannot run image processor CLIPImageProcessor: ${known}`,
  );
  assert.match(refusal({}), /^unknown-image-processor: .* without a type: known are/);
});

Deno.test("imageProcessor() refuses keys and values out of place, and names them", () => {
  assert.match(refusal("{"), /^bad-preprocessor-config: Cannot read preprocessor_config.json/);
  assert.match(refusal({ ...vit, sharpen: true }), /sharpen/);
  assert.match(refusal({ ...vit, resample: 6 }), /resample/);
  assert.match(refusal({ ...vit, "image_std": [1, 0, 1] }), /must be above 0/);
  assert.match(refusal({ ...vit, "image_mean": [1, 1] }), /image_mean/);
  const both = { height: 4, width: 4, "shortest_edge": 3 };
  assert.match(refusal({ ...vit, size: both }), /^bad-preprocessor-config: .*\n.*size/s);
});

Deno.test("imageProcessor() refuses contradictions", () => {
  const cropped = refusal({ ...vit, "do_center_crop": true });
  assert.match(cropped, /^contradictory-preprocessor-config: Cannot crop for ViTImageProcessor/);
  const twice = refusal({ ...vit, "feature_extractor_type": "DeiTFeatureExtractor" });
  assert.match(twice, /Cannot be both ViTImageProcessor and DeiTFeatureExtractor$/);
});

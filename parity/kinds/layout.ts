// A checkpoint in another layout: sharded, with older or shorter names, or with more than the model has.
import { backbone } from "../../models/mod.ts";
import type { Value } from "../../engine/run.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { measureSame } from "../measure.ts";
import { readConfig, readWeights } from "../reference_model.ts";

/** The backbone in `model` is, byte by byte, that in `same_backbone_as`, under the hub's present names. */
export const layout: Kind = {
  async check(context: CaseContext): Promise<Check[]> {
    const [folder, other] = [context.file("model"), context.file("same_backbone_as")];
    const model = await readConfig(folder, context);
    const weights = backbone(model.architecture, model.config);
    const found = await readWeights(folder, { ...model, remark: context.remark }, weights);
    const wanted = await readWeights(other, model, weights);
    const places = weights.map(({ name }) => (
      { place: name, actual: summary(found[name]), expected: summary(wanted[name]) }
    ));
    return [measureSame({ name: "tensors", ...context.tolerance("tensors") }, places)];
  },
};

/** Bytes, so that −0 is not 0 and NaN is itself. */
function summary(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  const { shape, dtype, data: { buffer, byteOffset, byteLength } } = value;
  return { shape, dtype, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

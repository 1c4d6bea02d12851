// Clipping by the norm of all gradients together: the norm, and each gradient after it.
import { z } from "zod";
import { traceTrainingStep } from "../../engine/mod.ts";
import { givenGradientsPlan } from "./optimizer.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { measure } from "../measure.ts";
import { momentsOf, runOnce, type Values } from "../plans.ts";
import { openTensors, readJson, type Tensors } from "../reference_file.ts";

/** The limit is in a sentence: `…clip_grad_norm_(max_norm=1.0): …`. */
const factsSchema = z.object({ clip: z.string().regex(/max_norm=[\d.]+/) });

/** Gradients `g<i>` in `tensors`, clipped to `c<i>`, and `total_norm`. */
export const gradientClip: Kind = {
  async check(context: CaseContext): Promise<Check[]> {
    const { clip } = await readJson(context.file("facts"), factsSchema);
    const tensors = await openTensors(context.file("tensors"));
    const actual = await clipped(tensors, Number(/max_norm=([\d.]+)/.exec(clip)?.[1]));
    const places = tensors.names.filter((name) => !name.startsWith("g")).map((name) => (
      { place: name, actual: actual[name]?.data, expected: tensors.elements(name) }
    ));
    return [measure({ name: "tensors", ...context.tolerance("tensors") }, places)];
  },
};

/** The first moments after one step from zero that forgets everything: the clipped gradients themselves. */
async function clipped(tensors: Tensors, clip: number): Promise<Values> {
  const names = tensors.names.filter((name) => /^g\d+$/.test(name));
  const gradients = Object.fromEntries(names.map((name) => [name, tensors.value(name)]));
  const fed = names.map((name) => [`grad/${name}`, tensors.value(name)] as const);
  const outputs = await runOnce(
    traceTrainingStep(givenGradientsPlan(gradients, {
      adamw: { beta1: 0, beta2: 0.5, epsilon: 1e-8 },
      clip,
      weightDecay: 0,
    })),
    {
      ...gradients,
      ...Object.fromEntries(fed),
      ...momentsOf(gradients),
      hyper: { shape: [3], dtype: "float32", data: Float32Array.of(1, 1, 0) },
    },
  );
  const results = Object.entries(outputs).map(([name, value]) => [resultName(name), value]);
  return Object.fromEntries(results);
}

/** `m/g0.next` → `c0` */
function resultName(name: string): string {
  if (name === "grad_norm") return "total_norm";
  return name.replace(/^m\/g(\d+)\.next$/, "c$1");
}

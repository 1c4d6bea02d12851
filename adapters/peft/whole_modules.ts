// From updates of targets to updates of modules: a module is what `peft` can adapt, a part of one is not.
import type { Value } from "../../engine/mod.ts";
import { type EquivalentLora, type Factors, sideBySide } from "./equivalent_lora.ts";
import { type AdaptedModel, sizesOf } from "./spelled_names.ts";

/** s·B·A on a whole module: A [R, in], B [all outputs, R]. */
export interface ModuleLora extends Factors {
  readonly module: string;
  /** The weight is [in, out]: `peft`'s `fan_in_fan_out`. The factors lie as everywhere. */
  readonly transposed: boolean;
}

/** GPT-2's q and v become one update of c_attn, of twice the rank, each B in its own rows. */
export function wholeModules(
  loras: readonly EquivalentLora[],
  model: AdaptedModel,
): readonly ModuleLora[] {
  const modules = [...new Set(loras.map(({ target }) => target.module))];
  return modules.map((module) => {
    const { out } = sizesOf(module, model);
    const own = loras.filter(({ target }) => target.module === module);
    const parts = own.map((lora) => ({ ...lora, b: placed(lora, out) }));
    const transposed = own.some(({ target }) => target.transposed);
    const { a, b, scale } = sideBySide(parts);
    return { module, transposed, a, b, scale };
  });
}

/** B in its rows of the whole module's outputs, zero in the others: [out, r] → [rows, r] */
function placed({ b, target }: EquivalentLora, rows: number): Value {
  const [out = 0, rank = 0] = b.shape;
  if (out === rows) return b;
  const data = new Float32Array(rows * rank);
  data.set(b.data as Float32Array, (target.from ?? 0) * rank);
  return { dtype: "float32", shape: [rows, rank], data };
}

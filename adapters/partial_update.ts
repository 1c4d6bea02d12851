// One matrix under PaCA: the trained columns, and how they stand in for those of the weight.
import { linear, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec, Value, Values } from "../engine/mod.ts";
import { columnUpdate } from "./low_rank_update.ts";
import type { PartialRule, Update } from "./method.ts";
import type { Place } from "./place.ts";
import { selector } from "./selector.ts";
import type { Selector } from "./selector.ts";

/**
 * W[:, C] = P (plain), s·P (scaled) or W0[:, C] + s·δ (delta, `peft`'s own).
 * A chain needs the columns of a W that only training will make, so it trains their change: with s = 1
 * for plain, as P and its change have the same gradient (and no weight decay: `partial` refuses it).
 * Errors: throws when the columns are not a selector.
 */
export function partialUpdate(rule: PartialRule, place: Place): Update {
  if (rule.factor.kind === "dense") throw new Error("Cannot train columns as none are selected");
  const columns = selector(rule.factor, place);
  const scale = rule.form === "plain" ? 1 : place.scale;
  const shape = [place.target.out, place.rank];
  if (rule.form !== "delta" && rule.chain === undefined) {
    return replacingUpdate(columns, place, scale);
  }
  const delta = { name: `${place.target.name}.paca_delta`, shape, role: "P" } as const;
  return columnUpdate(delta, { columns, scale, keeps: false });
}

/** `<module>.paca_P` [out, r] trained, and `<module>.paca_base` [out, r], the columns it replaces. */
function replacingUpdate(columns: Selector, place: Place, scale: number): Update {
  const { name: module, out } = place.target;
  const shape = [out, place.rank];
  const [p, base] = [`${module}.paca_P`, `${module}.paca_base`];
  const baseSpec: TensorSpec = { name: base, shape, dtype: "float32" };
  const now = (values: Values) => scale === 1 ? values(p) : tf.mul(values(p), tf.scalar(scale));
  return {
    trained: [{ name: p, shape, role: "P" }],
    state: [...columns.state, baseSpec],
    start: (link) => {
      const held = columnsOf(place.weight(), columns.columns(link));
      return {
        ...columns.start(link),
        [base]: { shape, dtype: "float32", data: held },
        [p]: { shape, dtype: "float32", data: held.map((element) => element / scale) },
      };
    },
    apply: (x, values) => linear(columns.take(x, values), tf.sub(now(values), values(base))),
    // First the old columns go, exactly to zero, then the new ones come, unrounded.
    fold: (weight, values) => {
      const spread = (b: Tensor) => columns.spread(b, weight, values);
      return tf.add(tf.sub(weight, spread(values(base))), spread(now(values)));
    },
  };
}

/** W[:, C], row by row: [out, r] */
function columnsOf(weight: Value, columns: Int32Array): Float32Array {
  const [out, width] = weight.shape as [number, number];
  const data = new Float32Array(out * columns.length);
  for (let row = 0; row < out; row++) {
    columns.forEach((column, index) => {
      data[row * columns.length + index] = weight.data[row * width + column] as number;
    });
  }
  return data;
}

// One matrix under a method: its tensors, what they add to the output, and how they fold into the weight.
import { keepLargest, linear, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec, Value, Values } from "../engine/mod.ts";
import { type DenseFactor, type Place, type Selector, selector } from "./factors.ts";
import type { FactorTensor, LowRankRule, PartialRule, Update } from "./method.ts";

/** What a rule that has an adapter makes of one matrix. */
export function updateOf(rule: LowRankRule | PartialRule, place: Place): Update {
  return rule.kind === "low_rank" ? lowRankUpdate(rule, place) : partialUpdate(rule, place);
}

/**
 * y = W0 x + b + s·B(A x). B is zero (or, where A is trained alone, A is) at the start of each link.
 * Errors: throws when a selector is to be trained.
 */
function lowRankUpdate(rule: LowRankRule, place: Place): Update {
  const { factor } = rule;
  if (factor.kind === "dense") return denseUpdate({ ...rule, factor }, place);
  if (rule.trains !== "B") throw new Error("Cannot train A as it selects columns");
  return selectedUpdate(selector(factor, place), place, { keepsB: rule.chain?.folds === false });
}

/** `<module>.lora_A.weight` [r, in] and `<module>.lora_B.weight` [out, r]. */
function denseUpdate(rule: LowRankRule & { factor: DenseFactor }, place: Place): Update {
  const { name: module, in: width, out } = place.target;
  const sides: FactorTensor[] = [
    { name: `${module}.lora_A.weight`, shape: [place.rank, width], role: "A" },
    { name: `${module}.lora_B.weight`, shape: [out, place.rank], role: "B" },
  ];
  const [a, b] = sides.map(({ name }) => name) as [string, string];
  const drawnRole = rule.trains === "A" ? "B" : "A";
  const start = (link: number) => {
    const valueOf = ({ shape, role }: FactorTensor) =>
      role === drawnRole ? drawn(rule.factor, place, { shape, link }) : zeros(shape);
    return Object.fromEntries(sides.map((side) => [side.name, valueOf(side)]));
  };
  return {
    trained: sides.filter(({ role }) => rule.trains.includes(role)),
    state: sides.filter(({ role }) => !rule.trains.includes(role)).map(float32),
    start,
    ...useOf(rule, { a, b, scale: place.scale }),
  };
}

/** The factors' names, and s. */
interface Named {
  readonly a: string;
  readonly b: string;
  readonly scale: number;
}

/** Two thin products, or the whole one where a mask must see it. */
function useOf({ keep }: LowRankRule, { a, b, scale }: Named): Pick<Update, "apply" | "fold"> {
  const whole = (values: Values) =>
    tf.matMul(scaled(values(b), scale) as tf.Tensor2D, values(a) as tf.Tensor2D);
  if (keep === undefined) {
    return {
      apply: (x, values) => linear(scaled(linear(x, values(a)), scale), values(b)),
      fold: (weight, values) => tf.add(weight, whole(values)),
    };
  }
  const masked = (values: Values) => keepLargest(whole(values), keep); // [out, in]
  return {
    apply: (x, values) => linear(x, masked(values)),
    fold: (weight, values) => tf.add(weight, masked(values)),
  };
}

/** As `denseUpdate` with A a selector: A x is taken and B A is spread, never multiplied. */
function selectedUpdate(
  columns: Selector,
  place: Place,
  { keepsB }: { readonly keepsB: boolean },
): Update {
  const name = `${place.target.name}.lora_B.weight`;
  return columnUpdate({ name, shape: [place.target.out, place.rank], role: "B" }, {
    columns,
    scale: place.scale,
    keeps: keepsB,
  });
}

/** How an update of columns is made. */
interface ColumnUpdate {
  readonly columns: Selector;
  readonly scale: number;
  /** Whether the trained tensor lives on when a link ends. */
  readonly keeps: boolean;
}

/** W0 + s·δ in the selected columns, δ [out, r] trained from zero. */
function columnUpdate(delta: FactorTensor, update: ColumnUpdate): Update {
  const { columns, scale, keeps } = update;
  const { name, shape } = delta;
  return {
    trained: [delta],
    state: columns.state,
    start: (link) => ({
      ...columns.start(link),
      ...(keeps && link > 0 ? {} : { [name]: zeros(shape) }),
    }),
    apply: (x, values) => linear(scaled(columns.take(x, values), scale), values(name)),
    fold: (weight, values) =>
      tf.add(weight, columns.spread(scaled(values(name), scale), weight, values)),
  };
}

/** s·x; a scale of 1 leaves no trace. */
function scaled(x: Tensor, scale: number): Tensor {
  return scale === 1 ? x : tf.mul(x, tf.scalar(scale));
}

function float32({ name, shape }: FactorTensor): TensorSpec {
  return { name, shape, dtype: "float32" };
}

function zeros(shape: readonly number[]): Value {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, dtype: "float32", data: new Float32Array(size) };
}

function drawn(
  factor: DenseFactor,
  place: Place,
  { shape, link }: { readonly shape: readonly number[]; readonly link: number },
): Value {
  const data = factor.draw(shape as readonly [number, number], place, link);
  return { shape, dtype: "float32", data };
}

/**
 * W[:, C] = P (plain), s·P (scaled) or W0[:, C] + s·δ (delta, `peft`'s own).
 * A chain needs the columns of a W that only training will make, so it trains their change: with s = 1
 * for plain, as P and its change have the same gradient (and no weight decay: `partial` refuses it).
 * Errors: throws when the columns are not a selector.
 */
function partialUpdate(rule: PartialRule, place: Place): Update {
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

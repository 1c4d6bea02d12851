// What a trained adapter of any method is as a plain low-rank update: W = W0 + s·B·A, nothing left out.
import type { Value } from "../../engine/mod.ts";
import type { Result, Target } from "../../models/mod.ts";
import { matrixOf } from "../merge.ts";
import type { Method, PartialRule, Rule } from "../method.ts";

type Tensors = Readonly<Record<string, Value>>;

/** s·B·A on one target: A [r, in], B [out, r], float32. */
export interface EquivalentLora {
  readonly target: Target;
  readonly a: Value;
  readonly b: Value;
  readonly scale: number;
}

/** A trained adapter, as the joint described it and training left it. */
export interface TrainedAdapter {
  readonly method: Method;
  /** The method's own, defaults filled in. */
  readonly options: Record<string, unknown>;
  readonly rank: number;
  readonly alpha: number;
  /** The targets that have an adapter. */
  readonly targets: readonly Target[];
  /** Trained and fed tensors at the end of each link; the last is the checkpoint itself. */
  readonly links: readonly Tensors[];
}

/**
 * A selector A is written out; a chain that folds has its links' factors stacked, rank L·r; trained
 * columns become their change, selected. Head-only training has none.
 * Errors: `no-equivalent` for a method that changes weights in another way.
 */
export function equivalentLoras(adapter: TrainedAdapter): Result<EquivalentLora[]> {
  const { method, targets, links } = adapter;
  const rule = method.rule(adapter.options);
  if (rule.kind === "head") return { ok: true, value: [] };
  const masked = rule.kind === "low_rank" && rule.keep !== undefined;
  if (rule.kind === "full" || masked) return noEquivalent(method.name);
  const counted = rule.chain?.folds ? links : links.slice(-1);
  const found: EquivalentLora[] = [];
  for (const target of targets) {
    const parts = counted.map((tensors) => factorsOf(rule, { ...adapter, target }, tensors));
    if (!parts.every((part) => part !== undefined)) return noEquivalent(method.name);
    found.push({ target, ...sideBySide(parts) });
  }
  return { ok: true, value: found };
}

/** B·A of one adapter at one time. */
export interface Factors {
  readonly a: Value;
  readonly b: Value;
  readonly scale: number;
}

interface Place {
  readonly target: Target;
  readonly rank: number;
  readonly alpha: number;
}

function factorsOf(rule: Rule, place: Place, tensors: Tensors): Factors | undefined {
  if (rule.kind === "low_rank") return lowRankFactors(place, tensors);
  return rule.kind === "partial" ? partialFactors(rule, place, tensors) : undefined;
}

function lowRankFactors(place: Place, tensors: Tensors): Factors | undefined {
  const { target: { name }, rank, alpha } = place;
  const b = tensors[`${name}.lora_B.weight`];
  const a = tensors[`${name}.lora_A.weight`] ?? selectorOf(place, tensors);
  return b && { a, b, scale: alpha / rank };
}

function partialFactors(
  { form }: PartialRule,
  place: Place,
  tensors: Tensors,
): Factors | undefined {
  const { target: { name }, rank, alpha } = place;
  const a = selectorOf(place, tensors);
  const scale = alpha / rank;
  const delta = tensors[`${name}.paca_delta`];
  if (delta !== undefined) return { a, b: delta, scale: form === "plain" ? 1 : scale };
  const [columns, before] = ["P", "base"].map((part) => tensors[`${name}.paca_${part}`]);
  if (columns === undefined || before === undefined) return undefined;
  return { a, b: changeOf(columns, before, form === "scaled" ? scale : 1), scale: 1 };
}

/** Rows of the identity, [r, in]: the named columns, or the first r where the graph has them fixed. */
function selectorOf({ target, rank }: Place, tensors: Tensors): Value {
  const columns = tensors[`${target.name}.lora_columns`];
  const data = new Float32Array(rank * target.in);
  for (let row = 0; row < rank; row++) data[row * target.in + (columns?.data[row] ?? row)] = 1;
  return { dtype: "float32", shape: [rank, target.in], data };
}

/** s·P − W0[:, C] */
function changeOf(columns: Value, before: Value, scale: number): Value {
  const data = Float32Array.from(
    columns.data,
    (element, index) => scale * element - (before.data[index] ?? 0),
  );
  return { dtype: "float32", shape: columns.shape, data };
}

/** Σ s·Bᵢ·Aᵢ as one product: A's one below the other, B's side by side. The first one's s holds for all. */
export function sideBySide(parts: readonly Factors[]): Factors {
  const [first] = parts;
  if (first === undefined) throw new Error("Cannot stack no factors");
  if (parts.length === 1) return first;
  const scaled = parts.map(({ b, scale }) => times(b, scale / first.scale));
  return { a: below(parts.map(({ a }) => a)), b: beside(scaled), scale: first.scale };
}

function times(value: Value, factor: number): Value {
  if (factor === 1) return value;
  return { ...value, data: Float32Array.from(value.data, (element) => element * factor) };
}

/** [r₁, n], [r₂, n], … → [Σ r, n] */
function below(parts: readonly Value[]): Value {
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const width = parts[0]?.shape[1] ?? 0;
  const data = new Float32Array(rows * width);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { dtype: "float32", shape: [rows, width], data };
}

/** [n, r₁], [n, r₂], … → [n, Σ r] */
function beside(parts: readonly Value[]): Value {
  const rows = parts[0]?.shape[0] ?? 0;
  const width = parts.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0);
  const data = new Float32Array(rows * width);
  let column = 0;
  for (const { data: from, shape: [, own = 0] } of parts) {
    for (let row = 0; row < rows; row++) {
      data.set(from.subarray(row * own, (row + 1) * own), row * width + column);
    }
    column += own;
  }
  return { dtype: "float32", shape: [rows, width], data };
}

function noEquivalent(method: string): Result<never> {
  const message =
    `Cannot write ${method} as an adapter as what it trained is no low-rank update: ` +
    "export the merged checkpoint";
  return { ok: false, reason: "no-equivalent", message };
}

/** The module's weight without the adapter and with it, in the hub's layout. */
export interface BeforeAndAfter {
  readonly before: Value;
  readonly after: Value;
}

/** Rounding of a dozen links in float32, as a part of the largest element. */
const tolerance = 1e-5;

/**
 * The largest difference, as a part of the largest element of the folded weight.
 * Errors: `unequal-update` where it is more than rounding explains; then nothing may be written.
 */
export function checkEquivalence(lora: EquivalentLora, weights: BeforeAndAfter): Result<number> {
  const { target } = lora;
  const before = matrixOf(target, weights.before).data;
  const after = matrixOf(target, weights.after).data;
  let [largest, difference] = [0, 0];
  after.forEach((wanted, index) => {
    const place = [Math.floor(index / target.in), index % target.in] as const;
    const found = (before[index] as number) + updateAt(lora, place);
    largest = Math.max(largest, Math.abs(wanted));
    difference = Math.max(difference, Math.abs(wanted - found));
  });
  if (difference <= tolerance * largest) return { ok: true, value: difference / (largest || 1) };
  const message =
    `Cannot write the adapter as W0 + s·B·A of ${target.name} is off by ${difference}, and no more ` +
    `than ${tolerance * largest} is rounding`;
  return { ok: false, reason: "unequal-update", message };
}

/** s·Σ B[row, i]·A[i, column] */
function updateAt(
  { a, b, scale, target }: EquivalentLora,
  [row, column]: readonly [number, number],
): number {
  const [rank = 0] = a.shape;
  let sum = 0;
  for (let i = 0; i < rank; i++) {
    sum += (b.data[row * rank + i] as number) * (a.data[i * target.in + column] as number);
  }
  return scale * sum;
}
